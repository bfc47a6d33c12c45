"""Choosing what becomes of standing names, once and anew; taking that back until the day; confirming what is held."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from schema.frame.errors import DomainErrors
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.guidelines.tables import GuidelineVersion
from schema.jobs import repository as jobs
from schema.rule_changes import guards, repository
from schema.rule_changes.rules import Choice, Treatment, counts_from, falling_in, require_confirmed
from schema.rule_changes.tables import RuleChange, RuleChangeDecision
from tenants.base import new_id

KIND = "rule_change"
REASON_LIMIT = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class UndoRuleChange(Command):
    """Leave standing names as they are after all."""

    rule_change_id: uuid.UUID
    expected_revision: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmRuleChange(Command):
    """Have a rule change applied that is held, knowing that so many names fall."""

    rule_change_id: uuid.UUID
    expected_revision: int
    falling: int


def job_key(change: RuleChange) -> str:
    """Name the job that applies a rule change, or the latest of them."""
    return f"{change.id}/{change.runs}"


async def choose(
    tx: Transaction,
    version: GuidelineVersion,
    choice: Choice,
    expected: int | None,
    *,
    before: RuleChange | None = None,
    reason: str | None = None,
) -> RuleChange:
    """Keep a choice: part of a publication, or, with the row of the one `before` it locked, of choosing anew.

    What is to be applied is done on its day. `expected` is how many names whoever chooses saw fall.
    """
    change = before or RuleChange(id=new_id(), guideline_version_id=version.id, runs=0, tally=[])
    judged = _judged(change)
    if before is not None:
        await jobs.cancel(tx.session, KIND, job_key(before), tx.now)
    change.treatment, change.days = choice.treatment.value, choice.within_days
    change.due_on = choice.due_on(max(version.effective_from, tx.today))
    change.status = "kept" if choice.treatment is Treatment.KEEP else "pending"
    change.expected, change.runs, change.tally = expected, change.runs + 1, []
    change.decided_by, change.decided_at = tx.actor_id, tx.now
    change.closed_by = change.closed_at = change.reason = None
    tx.session.add(change)
    await tx.session.flush()
    _remember(tx, change, "chosen", judged, reason)
    if choice.treatment is Treatment.APPLY:
        await _enqueue(tx, change)
    return change


@operation("rule_change.undo", RuleChange)
async def undo_rule_change(tx: Transaction, command: UndoRuleChange) -> RuleChange:
    """Let standing names stay under the versions they stand under; possible until the day (RULE_CHANGE_CLOSED)."""
    tx.authorize(Action.RULE_CHANGE_DECIDE, WHOLE_DISTRICT)
    change = await repository.lock(tx.session, command.rule_change_id)
    require_revision(change.revision, command.expected_revision)
    fault = text_fault(command.reason, field=("reason",), label="撤销理由", maximum=REASON_LIMIT)
    refusals = [*guards.undo_refusals(change, tx.today), *([fault] if fault is not None else [])]
    if refusals:
        raise DomainErrors(refusals)
    await _undo(tx, change, command.reason.strip())
    return change


@operation("rule_change.confirm", RuleChange)
async def confirm_rule_change(tx: Transaction, command: ConfirmRuleChange) -> RuleChange:
    """Have a rule change applied that was held on its day, because more names fall than was seen before."""
    tx.authorize(Action.RULE_CHANGE_DECIDE, WHOLE_DISTRICT)
    change = await repository.lock(tx.session, command.rule_change_id)
    require_revision(change.revision, command.expected_revision)
    refusals = guards.confirm_refusals(change)
    if refusals:
        raise DomainErrors(refusals)
    falling = falling_in(counts_from(change.tally))
    require_confirmed(falling, command.falling, 0, ("falling",))
    change.status, change.expected, change.runs = "pending", falling, change.runs + 1
    _remember(tx, change, "confirmed", _judged(change))
    await _enqueue(tx, change)
    tx.note(falling=falling)
    return change


async def undo_with_version(tx: Transaction, version: GuidelineVersion, reason: str) -> None:
    """Undo what was not yet done with a version that is withdrawn, part of that."""
    change = (await repository.by_versions(tx.session, [version.id])).get(version.id)
    if change is None or change.status not in {"pending", "held"}:
        return
    await _undo(tx, await repository.lock(tx.session, change.id), reason)


async def _undo(tx: Transaction, change: RuleChange, reason: str) -> None:
    await jobs.cancel(tx.session, KIND, job_key(change), tx.now)
    change.status, change.reason = "undone", reason
    change.closed_by, change.closed_at = tx.actor_id, tx.now
    _remember(tx, change, "undone", _judged(change), reason)
    tx.publish("rule_change.undone", {"treatment": change.treatment})
    tx.note(treatment=change.treatment)


def _judged(change: RuleChange) -> int:
    return sum(count.names for count in counts_from(change.tally))


def _remember(tx: Transaction, change: RuleChange, deed: str, judged: int, reason: str | None = None) -> None:
    """Append what was decided: what is chosen later takes nothing of it away."""
    tx.records.append(
        RuleChangeDecision(
            rule_change_id=change.id,
            deed=deed,
            treatment=change.treatment,
            days=change.days,
            due_on=change.due_on,
            expected=change.expected,
            judged=judged,
            reason=reason,
            decided_by=tx.actor_id,
            decided_at=tx.now,
        )
    )


async def _enqueue(tx: Transaction, change: RuleChange) -> None:
    due_at = tx.instant_of(change.due_on) if change.due_on is not None else None
    await tx.enqueue(KIND, {"rule_change": str(change.id)}, key=job_key(change), due_at=due_at)
