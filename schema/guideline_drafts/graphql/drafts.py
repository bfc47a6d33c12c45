"""Drafts of guidelines in the API, and what may be done with them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.payloads import AllowedAction, OperationError, Reason
from schema.guideline_drafts import guards, repository
from schema.guideline_drafts.tables import GuidelineDraft as GuidelineDraftTable
from schema.guidelines import repository as guidelines
from schema.guidelines.graphql import current_of
from schema.guidelines.graphql.differences import GuidelineDiff
from schema.guidelines.rules import Fault, check, digest, explain
from schema.officials.graphql import Official, find_official
from schema.simulations.graphql import SimulationRun
from schema.simulations.repository import latest_of
from schema.simulations.tables import Simulation


@strawberry.enum
class DraftStatus(StrEnum):
    """How a draft stands."""

    DISCARDED = "discarded"
    OPEN = "open"
    PUBLISHED = "published"


@strawberry.type
class GuidelineWarning:
    """Something to know of a guideline that does not keep it from being published."""

    path: str = strawberry.field(description="Where in the guideline, e.g. `criteria[4].applies_to`.")
    line: int | None = strawberry.field(description="Line of the text, from 1.")
    column: int | None = strawberry.field(description="Character of that line, from 1.")
    message: str = strawberry.field(description="What is noteworthy, in zh-CN.")
    fix: str = strawberry.field(description="What to consider, in zh-CN.")

    @classmethod
    def of(cls, fault: Fault) -> "GuidelineWarning":
        """Render a warning of the linter."""
        return cls(
            path=fault.path, line=fault.line, column=fault.column, message=fault.message, fix=fault.fix
        )


@strawberry.type
class DraftSimulation:
    """What a draft or a version would do, and whether it may be published, or chosen for, on that."""

    run: SimulationRun = strawberry.field(description="The simulation.")
    reasons: list[Reason] = strawberry.field(
        description="Why this simulation does not count: not ended, stale; empty if it does."
    )
    confirm_above: int = strawberry.field(
        description="If more names than this would fall and all are to be judged, their number confirms it."
    )

    @classmethod
    def of(cls, row: Simulation, refusals: list[DomainError], confirm_above: int) -> "DraftSimulation":
        """Render a simulation with what stands against it."""
        reasons = [Reason.of(each) for each in refusals]
        return cls(run=SimulationRun.of(row), reasons=reasons, confirm_above=confirm_above)


@strawberry.type
class GuidelineDraft(Node):
    """A guideline on its way to a version. Whoever wrote it does not publish it."""

    row: strawberry.Private[GuidelineDraftTable]
    revision: int = strawberry.field(description="Counts changes, from 1.")
    scheme: str = strawberry.field(description="The scheme's id, e.g. `wenlong`.")
    title: str = strawberry.field(description="Its title in zh-CN.")
    status: DraftStatus = strawberry.field(description="How it stands.")
    written_at: datetime = strawberry.field(description="When it was begun.")
    changed_at: datetime = strawberry.field(description="When its text was last replaced.")
    closed_at: datetime | None = strawberry.field(description="When it was published or discarded.")
    source: str = strawberry.field(description="Its YAML text.")

    @classmethod
    def of(cls, row: GuidelineDraftTable) -> "GuidelineDraft":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("GuidelineDraft", row.id)),
            row=row,
            revision=row.revision,
            scheme=row.scheme,
            title=row.title,
            status=DraftStatus(row.status),
            written_at=row.written_at,
            changed_at=row.changed_at,
            closed_at=row.closed_at,
            source=row.source,
        )

    @strawberry.field
    async def author(self, info: Info) -> Official | None:
        """Who wrote it."""
        return await find_official(info.context, self.row.written_by)

    @strawberry.field
    async def closed_by(self, info: Info) -> Official | None:
        """Who published or discarded it; null while it is open."""
        return await find_official(info.context, self.row.closed_by) if self.row.closed_by else None

    @strawberry.field
    def explanation(self) -> str | None:
        """What it says in plain zh-CN words; null if this release no longer reads it."""
        guideline = check(self.source).guideline
        return explain(guideline) if guideline is not None else None

    @strawberry.field
    async def warnings(self, info: Info) -> list[GuidelineWarning]:
        """What a person should know of it before it is published, also of steps nobody is there for."""
        checked = check(self.source)
        if checked.guideline is None:
            return []
        async with info.context.read() as session:
            now = info.context.operations.clock()
            staffing = await guards.staffing_warnings(session, checked.guideline, now)
        return [GuidelineWarning.of(fault) for fault in (*checked.warnings, *staffing)]

    @strawberry.field
    async def against_template(self, info: Info) -> GuidelineDiff | None:
        """How it differs from the template whose id it keeps; null for a scheme of one's own."""
        guideline = check(self.source).guideline
        async with info.context.read() as session:
            base = await guidelines.get_base(session, self.scheme)
        return GuidelineDiff.between(base, guideline, bound=True) if base and guideline else None

    @strawberry.field
    async def against_in_force(self, info: Info) -> GuidelineDiff | None:
        """How it differs from the version in force today; null if this release no longer reads it."""
        guideline = check(self.source).guideline
        return (
            GuidelineDiff.between(await current_of(info.context), guideline, bound=False)
            if guideline
            else None
        )

    @strawberry.field
    async def simulation(self, info: Info) -> DraftSimulation | None:
        """The last simulation of its text as it is now; null if there is none, or this release no longer reads it."""
        guideline = check(self.source).guideline
        if guideline is None or not info.context.operations.scopes_for(Action.SIMULATION_RUN):
            return None
        today = info.context.operations.today()
        async with info.context.read() as session:
            row = await latest_of(session, digest(guideline))
            refusals = await guards.simulation_refusals(session, guideline, row, today) if row else []
        return DraftSimulation.of(row, refusals, guideline.confirm_above) if row is not None else None

    @strawberry.field
    async def actions(self, info: Info) -> list[AllowedAction]:
        """What the viewer may do with it, or why not; publishing from today for good is what is asked."""
        context = info.context.operations
        closed = guards.closed(self.row)
        async with info.context.read() as session:
            standing = await guards.draft_refusals(session, self.row, context.today(), context.clock())
        publish = [*guards.may(context, Action.GUIDELINE_PUBLISH, self.row), *(closed or standing)]
        may_draft = guards.may(context, Action.GUIDELINE_DRAFT)
        return [
            AllowedAction.of(
                "REPLACE", "修改草案", [*(may_draft or guards.foreign(context, self.row)), *closed]
            ),
            AllowedAction.of("PUBLISH", "发布", publish),
            AllowedAction.of(
                "DISCARD", "废弃草案", [*(may_draft or guards.discard_refusals(context, self.row)), *closed]
            ),
        ]


@strawberry.type
class GuidelineCheck:
    """What is wrong with a text, and what a person should know of it. Nothing was written."""

    errors: list[OperationError] = strawberry.field(
        description="Every fault, with path, line and column in its details, failing scenarios too; empty if none."
    )
    warnings: list[GuidelineWarning] = strawberry.field(description="What does not keep it from publication.")


async def find_draft(context: RequestContext, draft_id: UUID) -> GuidelineDraft | None:
    """Read a draft for those who may draft or publish."""
    if not context.operations.scopes_for(Action.GUIDELINE_DRAFT):
        return None
    async with context.read() as session:
        row = await repository.get(session, draft_id)
    return GuidelineDraft.of(row) if row is not None else None


@fetches("GuidelineDraft")
async def _fetch_draft(context: RequestContext, draft_id: UUID) -> GuidelineDraft | None:
    return await find_draft(context, draft_id)
