"""Choosing anew what becomes of standing names by a version that was published, after a look at them."""

import uuid
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from authz.context import WHOLE_DISTRICT, OperationContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.guideline_drafts import guards, repository
from schema.guideline_drafts.operations.drafting import require_none
from schema.guideline_drafts.operations.publishing import REASON_LIMIT
from schema.guidelines import repository as guidelines
from schema.guidelines.repository import Calendar
from schema.guidelines.tables import GuidelineVersion
from schema.rule_changes import repository as rule_changes
from schema.rule_changes.guards import choosing_refusals
from schema.rule_changes.operations import choose
from schema.rule_changes.rules import Choice
from schema.rule_changes.tables import RuleChange


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideStandingNames(Command):
    """What is to become of standing names by the version of a number, in place of what was chosen before, and why.

    `expected_revision` is that of the version's rule change, 0 where it has none.
    """

    version: int
    expected_revision: int
    standing_names: Choice
    reason: str
    simulation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A choice nothing stands against, with its version and what was chosen before.

    `falling` is how many names fall if they are judged today, of more than `confirm_above` the number confirms it;
    `due_on` is when names are judged, or by when they are to be assessed.
    """

    version: GuidelineVersion
    before: RuleChange | None
    falling: int | None
    confirm_above: int
    due_on: date | None


@operation("rule_change.choose", RuleChange)
async def decide_standing_names(tx: Transaction, command: DecideStandingNames) -> RuleChange:
    """Choose anew for a version in force, or to come, whose names were not yet judged by what was chosen before.

    Refuses the author of the version (ALREADY_ACTED), a version that is over (GUIDELINE_ENDED), what was done already
    (RULE_CHANGE_CLOSED), and what was not looked at: see `guards.require_seen`.
    """
    await guidelines.lock_publishing(tx.session)
    examined = await _examine(tx, command, lock=True)
    choice, reason = command.standing_names, command.reason.strip()
    change = await choose(
        tx, examined.version, choice, examined.falling, before=examined.before, reason=reason
    )
    tx.publish("rule_change.chosen", {"number": examined.version.number, "treatment": change.treatment})
    tx.note(number=examined.version.number, treatment=change.treatment, falling=examined.falling)
    return change


async def preview_standing_names(context: OperationContext, command: DecideStandingNames) -> Examined:
    """Examine a choice as the deed does, and write nothing."""
    async with context.read() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        return await _examine(tx, command, lock=False)


async def _examine(tx: Transaction, command: DecideStandingNames, *, lock: bool) -> Examined:
    tx.authorize(Action.RULE_CHANGE_DECIDE, WHOLE_DISTRICT)
    calendar = await guidelines.read_calendar(tx.session)
    version = _version(calendar, command.version)
    draft = (await repository.by_versions(tx.session, [version.id])).get(version.id)
    authors = frozenset({draft.written_by}) if draft is not None else frozenset()
    tx.authorize(Action.RULE_CHANGE_DECIDE, WHOLE_DISTRICT, prior_actors=authors)
    require_none(guards.ended(calendar, version, tx.today))
    if lock:
        before = await rule_changes.lock_of_version(tx.session, version.id)
    else:
        before = (await rule_changes.by_versions(tx.session, [version.id])).get(version.id)
    require_revision(before.revision if before is not None else 0, command.expected_revision)
    fault = text_fault(command.reason, field=("reason",), label="理由", maximum=REASON_LIMIT)
    require_none(
        [
            *choosing_refusals(before, tx.today),
            *guards.choice_refusals(calendar, version, before, command.standing_names, tx.today),
            *([fault] if fault is not None else []),
        ]
    )
    edition = await guidelines.edition_of(tx.session, version)
    falling = await guards.require_seen(
        tx.session, edition, command.standing_names, command.simulation_id, tx.today
    )
    due_on = command.standing_names.due_on(max(version.effective_from, tx.today))
    return Examined(version, before, falling, edition.guideline.confirm_above, due_on)


def _version(calendar: Calendar, number: int) -> GuidelineVersion:
    version = next((row for row in calendar.versions if row.number == number), None)
    if version is None:
        raise DomainError(ErrorCode.NOT_FOUND, f"没有第 {number} 版方案。", field=("version",))
    return version
