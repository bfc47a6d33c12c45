"""Rule changes in the API: what was chosen with a version, what became of names, and which are to be assessed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.designations.graphql import Designation
from schema.designations.repository.lists import DesignationFilter, list_given_under
from schema.designations.rules import HELD, public_text
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.pagination import Latest
from schema.frame.payloads import AllowedAction, OperationError
from schema.guidelines.graphql import GuidelineVersionSummary, calendar_of
from schema.jobs.graphql import Job
from schema.jobs.repository import by_keys
from schema.officials.graphql import Official, find_official
from schema.rule_changes import guards, repository
from schema.rule_changes.operations import KIND, job_key
from schema.rule_changes.rules import Count, Treatment, counts_from, falling_in, returning_in, standing_until
from schema.rule_changes.tables import RuleChange as RuleChangeTable
from schema.rule_changes.tables import RuleChangeDecision as RuleChangeDecisionTable
from schema.units.graphql import Unit


@strawberry.enum
class RuleChangeTreatment(StrEnum):
    """What becomes of standing names: they are kept, each is assessed within days, or all are judged on a day."""

    APPLY = "apply"
    KEEP = "keep"
    REASSESS = "reassess"


@strawberry.enum
class RuleChangeStatus(StrEnum):
    """How a rule change stands: nothing to do, to come, waiting for a person's word on its day, done, taken back."""

    APPLIED = "applied"
    HELD = "held"
    KEPT = "kept"
    PENDING = "pending"
    UNDONE = "undone"


@strawberry.enum
class RuleChangeDeed(StrEnum):
    """What was said on a rule change: it was chosen, taken back, or confirmed when it was held."""

    CHOSEN = "chosen"
    CONFIRMED = "confirmed"
    UNDONE = "undone"


@strawberry.type
class RuleChangeDecision:
    """A word spoken on a rule change: what was to be done by it, who spoke, when and why."""

    row: strawberry.Private[RuleChangeDecisionTable]
    deed: RuleChangeDeed = strawberry.field(description="What was said.")
    treatment: RuleChangeTreatment = strawberry.field(description="What was to become of standing names.")
    within_days: int | None = strawberry.field(description="Days within which names were to be assessed.")
    due_on: date | None = strawberry.field(
        description="Local day on which names were to be judged, or by which they were to be assessed."
    )
    expected: int | None = strawberry.field(description="How many names whoever spoke saw fall.")
    judged: int = strawberry.field(description="How many names what was chosen before had reached by then.")
    reason: str | None = strawberry.field(description="Why; null where it was said with the publication.")
    decided_at: datetime = strawberry.field(description="When.")

    @classmethod
    def of(cls, row: RuleChangeDecisionTable) -> "RuleChangeDecision":
        """Render a row."""
        return cls(
            row=row,
            deed=RuleChangeDeed(row.deed),
            treatment=RuleChangeTreatment(row.treatment),
            within_days=row.days,
            due_on=row.due_on,
            expected=row.expected,
            judged=row.judged,
            reason=row.reason,
            decided_at=row.decided_at,
        )

    @strawberry.field
    async def decided_by(self, info: Info) -> Official | None:
        """Who spoke."""
        return await find_official(info.context, self.row.decided_by)


@strawberry.type
class RuleChangeCount:
    """So many names of a kind to which the same happened for the same cause."""

    kind: str = strawberry.field(description="Id of the units' kind.")
    change: str = strawberry.field(
        description="`revoked`, `suspended`, `warned`, `restored`, or `rejudged`: it stands as before."
    )
    cause: str = strawberry.field(description="Stable code of the cause.")
    cause_text: str = strawberry.field(description="The cause in zh-CN; holds no personal data.")
    clause: str | None = strawberry.field(description="The new version's clause, if one did it.")
    names: int = strawberry.field(description="How many names.")

    @classmethod
    def of(cls, count: Count) -> "RuleChangeCount":
        """Render a count."""
        return cls(
            kind=count.kind,
            change=count.change,
            cause=count.cause.value,
            cause_text=public_text(count.cause),
            clause=count.clause,
            names=count.names,
        )


@strawberry.type
class RuleChange(Node):
    """What becomes of standing names by a version, and what became of them: one entry of the ledger."""

    row: strawberry.Private[RuleChangeTable]
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")
    treatment: RuleChangeTreatment = strawberry.field(description="What was chosen.")
    status: RuleChangeStatus = strawberry.field(description="How it stands.")
    within_days: int | None = strawberry.field(description="Days within which names are to be assessed.")
    due_on: date | None = strawberry.field(
        description="Local day on which names are judged, or by which they are to be assessed."
    )
    expected: int | None = strawberry.field(description="How many names whoever chose or confirmed saw fall.")
    decided_at: datetime = strawberry.field(description="When it was chosen.")
    closed_at: datetime | None = strawberry.field(description="When it was done with, or taken back.")
    reason: str | None = strawberry.field(description="Why it was taken back.")
    judged: int = strawberry.field(description="How many names it reached.")
    falling: int = strawberry.field(description="How many of them fell, or would if it is held.")
    returning: int = strawberry.field(description="How many of them came back, or would.")
    counts: list[RuleChangeCount] = strawberry.field(
        description="How many names, by kind of unit, by what befell them, by cause and clause."
    )

    @classmethod
    def of(cls, row: RuleChangeTable) -> "RuleChange":
        """Render a row."""
        counts = counts_from(row.tally)
        return cls(
            id=strawberry.ID(encode_id("RuleChange", row.id)),
            row=row,
            revision=row.revision,
            treatment=RuleChangeTreatment(row.treatment),
            status=RuleChangeStatus(row.status),
            within_days=row.days,
            due_on=row.due_on,
            expected=row.expected,
            decided_at=row.decided_at,
            closed_at=row.closed_at,
            reason=row.reason,
            judged=sum(count.names for count in counts),
            falling=falling_in(counts),
            returning=returning_in(counts),
            counts=[RuleChangeCount.of(count) for count in counts],
        )

    @strawberry.field
    async def version(self, info: Info) -> GuidelineVersionSummary | None:
        """The version it came with."""
        calendar = await calendar_of(info.context)
        wanted = self.row.guideline_version_id
        row = next((each for each in calendar.versions if each.id == wanted), None)
        today = info.context.operations.today()
        return GuidelineVersionSummary.of(row, calendar, today) if row is not None else None

    @strawberry.field
    async def decided_by(self, info: Info) -> Official | None:
        """Who chose."""
        return await find_official(info.context, self.row.decided_by)

    @strawberry.field
    async def decisions(self, info: Info) -> list[RuleChangeDecision]:
        """All that was decided on it, oldest first: what was chosen later takes nothing of it away."""
        rows = await info.context.load(repository.decisions_of, self.row.id) or ()
        return [RuleChangeDecision.of(row) for row in rows]

    @strawberry.field
    async def job(self, info: Info) -> Job | None:
        """How far applying has come; null unless it is to be applied, and once the job was forgotten."""
        row = await info.context.load(by_keys, (KIND, job_key(self.row)))
        return Job.of(row) if row else None

    @strawberry.field
    def actions(self, info: Info) -> list[AllowedAction]:
        """What the viewer may do about it, or why not."""
        context = info.context.operations
        may = guards.may(context)
        undo = [*may, *guards.undo_refusals(self.row, context.today())]
        return [
            AllowedAction.of("UNDO", "撤销处理", undo),
            AllowedAction.of("CONFIRM", "确认执行", [*may, *guards.confirm_refusals(self.row)]),
        ]


@strawberry.type
class RuleChangePayload:
    """The rule change as it stands after the mutation."""

    rule_change: RuleChange | None = strawberry.field(description="The rule change; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@edge(GuidelineVersionSummary)
async def rule_change(version: strawberry.Parent[GuidelineVersionSummary], info: Info) -> RuleChange | None:
    """What becomes of standing names by it; null for a version that was adopted, or older than the choice."""
    row = await info.context.load(repository.by_versions, version.row.id)
    return RuleChange.of(row) if row is not None else None


@edge(Designation)
async def guideline_version(name: strawberry.Parent[Designation], info: Info) -> int | None:
    """Number of the guideline's version it stands under: what happens is judged by that."""
    calendar = await calendar_of(info.context)
    wanted = name.row.guideline_version_id
    return next((row.number for row in calendar.versions if row.id == wanted), None)


@edge(Designation)
async def reassessment_due_on(name: strawberry.Parent[Designation], info: Info) -> date | None:
    """Local day by which it is to be assessed by a new version of the guideline; null where none asks for it."""
    if name.row.status not in HELD:
        return None
    today = info.context.operations.today()
    pending = await info.context.load(repository.pending_reassessments, today) or ()
    calendar = await calendar_of(info.context) if pending else None
    numbers = {row.id: row.number for row in calendar.versions} if calendar is not None else {}
    own = numbers.get(name.row.guideline_version_id, 0)
    days = [
        change.due_on
        for change in pending
        if change.due_on is not None
        and numbers[change.guideline_version_id] > own
        and name.named_on <= standing_until(Treatment(change.treatment), change.due_on, change.days)
    ]
    return min(days, default=None)


@edge(Unit)
async def reassessments_due(
    unit: strawberry.Parent[Unit], info: Info, first: Latest = 10
) -> list[Designation] | None:
    """Names at the unit and below that are to be assessed by a new version, oldest first; null outside the area."""
    if not info.context.may(Action.FINDING_READ, unit.path):
        return None
    today = info.context.operations.today()
    pending = await info.context.load(repository.pending_reassessments, today) or ()
    if not pending:
        return []
    numbers = {row.id: row.number for row in (await calendar_of(info.context)).versions}
    last = max(pending, key=lambda each: numbers[each.guideline_version_id])
    older = [id_ for id_, number in numbers.items() if number < numbers[last.guideline_version_id]]
    until = standing_until(Treatment(last.treatment), last.due_on or date.max, last.days)
    wanted = DesignationFilter(scopes=(unit.path,), statuses=HELD)
    async with info.context.read() as session:
        rows = await list_given_under(session, wanted, older, until, first)
    return [Designation.of(row) for row in rows]


@fetches("RuleChange")
async def find_rule_change(context: RequestContext, change_id: UUID) -> RuleChange | None:
    """Read a rule change for those who may read guidelines."""
    if not context.operations.scopes_for(Action.GUIDELINE_READ):
        return None
    async with context.read() as session:
        row = await repository.get(session, change_id)
    return RuleChange.of(row) if row is not None else None
