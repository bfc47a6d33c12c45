"""Publishing and withdrawing guidelines: two people for every version, and nothing half-published."""

import uuid
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.guideline_drafts import guards, repository
from schema.guideline_drafts.operations.drafting import close_draft, require_none
from schema.guideline_drafts.rules import check_package
from schema.guidelines import repository as guidelines
from schema.guidelines.operations import new_version, require_sound
from schema.guidelines.rules import Term
from schema.guidelines.tables import GuidelineVersion, GuidelineWithdrawal
from schema.rule_changes.operations import choose, undo_with_version
from schema.rule_changes.rules import Choice, Treatment

REASON_LIMIT = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishGuideline(Command):
    """Publish a draft as the next version, for local days from one (today unless told) to another, or for good.

    `simulation_id` is the what-if of this text from today's facts, `standing_names` what becomes of names that stand.
    """

    draft_id: uuid.UUID
    expected_revision: int
    effective_from: date | None = None
    effective_until: date | None = None
    simulation_id: uuid.UUID | None = None
    standing_names: Choice | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawGuideline(Command):
    """End a version, by its number, before its time."""

    number: int
    reason: str


@operation("guideline.publish", GuidelineVersion)
async def publish_guideline(tx: Transaction, command: PublishGuideline) -> GuidelineVersion:
    """Make a draft the next version, in force for its term; what began under another stays bound to that.

    Refuses its author (ALREADY_ACTED), a scenario that comes out otherwise than the text expects
    (GUIDELINE_INVALID, each with its line), and with all that stands in the way: a term in the past, a content equal
    to the version in force then (GUIDELINE_UNCHANGED), what falls short of the template whose id it keeps
    (GUIDELINE_LOOSER), the loss of unit kinds that units have (KIND_IN_USE), a step whose role nobody holds
    (ROLE_UNHELD). Then what it does to standing names is asked: see `guards.require_decided`.
    """
    tx.authorize(Action.GUIDELINE_PUBLISH, WHOLE_DISTRICT)
    draft = await repository.lock(tx.session, command.draft_id)
    tx.authorize(Action.GUIDELINE_PUBLISH, WHOLE_DISTRICT, prior_actors=frozenset({draft.written_by}))
    require_none(guards.closed(draft))
    require_revision(draft.revision, command.expected_revision)
    guideline = require_sound(check_package(draft.source), field="draft")
    await guidelines.lock_publishing(tx.session)
    number = 1 + max((row.number for row in await guidelines.list_versions(tx.session)), default=0)
    term = Term(number, command.effective_from or tx.today, command.effective_until)
    require_none(await guards.publishing_refusals(tx.session, guideline, term, tx.today, tx.now))
    falling = await guards.require_decided(
        tx.session, guideline, term, tx.today, command.simulation_id, command.standing_names
    )
    base = await guidelines.get_base(tx.session, guideline.id)
    version = new_version(guideline, number, tx.now, term, base.digest if base is not None else None)
    tx.session.add(version)
    await tx.session.flush()
    close_draft(tx, draft, "published", version.id)
    await choose(tx, version, command.standing_names or Choice(Treatment.KEEP), falling)
    _announce(tx, "guideline.published", version)
    tx.note(template=version.template, author=str(draft.written_by))
    return version


@operation("guideline.withdraw", GuidelineVersion)
async def withdraw_guideline(tx: Transaction, command: WithdrawGuideline) -> GuidelineVersion:
    """End a version today: nothing new begins under it, what is open stays bound to it.

    The version that would be in force without it is again. Refused where there is none (GUIDELINE_REQUIRED), or
    where units have kinds that one lacks (KIND_IN_USE).
    """
    tx.authorize(Action.GUIDELINE_WITHDRAW, WHOLE_DISTRICT)
    fault = text_fault(command.reason, field=("reason",), label="撤回理由", maximum=REASON_LIMIT)
    require_none([fault] if fault is not None else [])
    await guidelines.lock_publishing(tx.session)
    calendar = await guidelines.read_calendar(tx.session)
    version = next((row for row in calendar.versions if row.number == command.number), None)
    if version is None:
        raise DomainError(ErrorCode.NOT_FOUND, f"没有第 {command.number} 版方案。", field=("number",))
    require_none(await guards.withdrawal_refusals(tx.session, calendar, version, tx.today))
    tx.session.add(
        GuidelineWithdrawal(
            version_id=version.id,
            reason=command.reason.strip(),
            effective_on=tx.today,
            withdrawn_by=tx.actor_id,
            withdrawn_at=tx.now,
        )
    )
    await undo_with_version(tx, version, command.reason.strip())
    _announce(tx, "guideline.withdrawn", version)
    return version


def _announce(tx: Transaction, topic: str, version: GuidelineVersion) -> None:
    tx.publish(topic, {"number": version.number, "digest": version.digest})
    tx.note(number=version.number, digest=version.digest)
