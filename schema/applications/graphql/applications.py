"""Applications in the API: where they stand, what stands in the way, what the viewer may do."""

import asyncio
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import strawberry

from authz.actions import DRAFT, Action
from authz.context import OperationContext
from schema.applications import repository
from schema.applications.graphql.timeline import Transition, step_label
from schema.applications.guards import LABELS, known_actions, refusals
from schema.applications.loading import Circumstances, Dossier, circumstances_of, dossiers_of, process_of
from schema.applications.rules import open_actions
from schema.applications.tables import Application as ApplicationTable
from schema.criteria import repository as assessments
from schema.criteria.graphql import (
    Assessment,
    CriterionResult,
    ScoreTotal,
    evaluate_live,
    kept_results,
    results_of,
    score_of,
)
from schema.criteria.loading.applied import applied_facts, judges_at_applying
from schema.criteria.loading.live import LiveEvaluation
from schema.criteria.rules import Evaluation, evaluate_against
from schema.deadlines.graphql import Deadline, deadline_of
from schema.designations import repository as designations
from schema.designations.graphql import Designation
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.payloads import AllowedAction
from schema.guidelines.graphql import Process, ProcessStep
from schema.guidelines.repository import Edition, editions_by_ids
from schema.guidelines.rules.format import Process as ProcessPart
from schema.guidelines.rules.lookup import find_step
from schema.officials.graphql import Official, find_official
from schema.petitions.graphql import Petition, petition_as_signed, petition_of
from schema.petitions.rules import Tally
from schema.public_notices import repository as notices
from schema.units import repository as units
from schema.units.graphql import Unit
from schema.units.tables import Unit as UnitTable


@strawberry.enum
class ApplicationStatus(StrEnum):
    """How an application stands."""

    APPROVED = "approved"
    DRAFT = "draft"
    REJECTED = "rejected"
    RETURNED = "returned"
    UNDER_REVIEW = "under_review"
    WITHDRAWN = "withdrawn"


@strawberry.enum
class ApplicationPurpose(StrEnum):
    """What an application asks for: a name, the renewal of the one borne, or a tier on top of it."""

    NAMING = "naming"
    RENEWAL = "renewal"
    TIER = "tier"


@strawberry.type
class NoticePeriod:
    """How long an application is shown to the public before it goes on by itself."""

    starts_on: date = strawberry.field(description="Local day it began; not counted.")
    ends_on: date = strawberry.field(description="Last local day; it goes on the night after.")


@strawberry.type
class Application(Node):
    """A unit asks for its name; pinned to the guideline version it was opened under."""

    uuid: strawberry.Private[UUID]
    row: strawberry.Private[ApplicationTable]
    status: ApplicationStatus = strawberry.field(description="How it stands.")
    purpose: ApplicationPurpose = strawberry.field(description="What it asks for.")
    tier: str | None = strawberry.field(
        description="Id of the tier it asks for; null unless it asks for one."
    )
    round: int = strawberry.field(description="How often it was submitted.")
    created_at: datetime = strawberry.field(description="When it was opened.")
    step_entered_at: datetime = strawberry.field(description="Since when it stands where it stands.")
    closed_at: datetime | None = strawberry.field(description="When it was closed.")
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(cls, row: ApplicationTable) -> "Application":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("Application", row.id)),
            uuid=row.id,
            row=row,
            status=ApplicationStatus(row.status),
            purpose=ApplicationPurpose(row.purpose),
            tier=row.tier,
            round=row.round,
            created_at=row.created_at,
            step_entered_at=row.step_entered_at,
            closed_at=row.closed_at,
            revision=row.revision,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit:
        """The unit that asks."""
        return Unit.of(await _unit_row(info.context, self.row))

    @strawberry.field
    async def process(self, info: Info) -> Process:
        """The way this application goes."""
        edition, process = await way_of(info.context, self.row)
        return Process.of(process, edition.guideline)

    @strawberry.field
    async def guideline_number(self, info: Info) -> int:
        """The guideline version it is pinned to."""
        return (await way_of(info.context, self.row))[0].number

    @strawberry.field
    async def step(self, info: Info) -> ProcessStep | None:
        """The open step; null while with the applicant or closed."""
        edition, process = await way_of(info.context, self.row)
        step = find_step(process, self.row.step)
        return ProcessStep.of(step, edition.guideline) if step else None

    @strawberry.field
    async def step_name(self, info: Info) -> str:
        """Where it stands, in zh-CN."""
        return step_label((await way_of(info.context, self.row))[1], self.row.step, self.row.status)

    @strawberry.field
    async def notice(self, info: Info) -> NoticePeriod | None:
        """The public notice it stands in; null if none."""
        row = await info.context.load(notices.notices_of, self.uuid)
        return NoticePeriod(starts_on=row.starts_on, ends_on=row.ends_on) if row else None

    @strawberry.field
    async def deadline(self, info: Info) -> Deadline | None:
        """The deadline of the open step, or the one paused while with the applicant; null where none is set."""
        _, process = await way_of(info.context, self.row)
        return await deadline_of(
            info.context, self.uuid, self.row.step, lambda step: step_label(process, step, "draft")
        )

    @strawberry.field
    async def applicant(self, info: Info) -> Official | None:
        """Who opened it."""
        return await find_official(info.context, self.row.created_by)

    @strawberry.field
    async def criteria(self, info: Info) -> list[CriterionResult]:
        """Each criterion as it stands today under the pinned version, failures first; as it stood when it ended."""
        if self.row.step is None:
            return await _kept_results(info.context, self.row)
        dossier = await _dossier(info.context, self.row)
        return results_of(await _live(info.context, dossier), dossier.unit.kind)

    @strawberry.field
    async def score(self, info: Info) -> ScoreTotal | None:
        """The score sheet as it stands today, or stood when it ended; null where nothing is scored."""
        if self.row.step is None:
            closing = await info.context.load(repository.closings_of, self.uuid)
            return ScoreTotal.kept(closing.score) if closing and closing.score else None
        dossier = await _dossier(info.context, self.row)
        return score_of(await _live(info.context, dossier))

    @strawberry.field
    async def judged_on(self, info: Info) -> date | None:
        """Local day `criteria` and `score` are of: today, or that on which it ended; null if nothing was kept."""
        if self.row.step is not None:
            return info.context.operations.today()
        closing = await info.context.load(repository.closings_of, self.uuid)
        return closing.judged_on if closing else None

    @strawberry.field
    async def petition(self, info: Info) -> Petition | None:
        """The unit's open petition, counted by the pinned version's rule; the one it ended with, as it was then."""
        unit = await _unit_row(info.context, self.row)
        edition, _ = await way_of(info.context, self.row)
        if self.row.step is None:
            closing = await info.context.load(repository.closings_of, self.uuid)
            if closing is None or closing.petition_id is None:
                return None
            signed = Tally(**(closing.tally or {"roll": 0}))
            return await petition_as_signed(
                info.context, closing.petition_id, unit, edition.guideline, signed
            )
        return await petition_of(info.context, unit.id, unit.path, edition.guideline)

    @strawberry.field
    async def latest_assessment(self, info: Info) -> Assessment | None:
        """The latest self-assessment of this application."""
        async with info.context.read() as session:
            row = await assessments.latest_of_application(session, self.uuid, "self")
        return Assessment.of(row) if row else None

    @strawberry.field
    async def transitions(self, info: Info) -> list[Transition]:
        """Every move, oldest first."""
        dossier = await _dossier(info.context, self.row)
        return [Transition.of(dossier, move) for move in dossier.history]

    @strawberry.field
    async def designation(self, info: Info) -> Designation | None:
        """The name it led to."""
        row = await info.context.load(designations.by_applications, self.uuid)
        return Designation.of(row) if row else None

    @strawberry.field
    async def actions(self, info: Info) -> list[AllowedAction]:
        """Every action of its way: open to the viewer, or why not."""
        context = info.context
        dossier = await _dossier(context, self.row)
        circumstances, evaluation = await asyncio.gather(
            context.load(circumstances_of, dossier), _evaluation_of(context, dossier)
        )
        return actions_on(context.operations, dossier, circumstances or Circumstances(), evaluation)


def actions_on(
    context: OperationContext, dossier: Dossier, beside: Circumstances, evaluation: Evaluation | None
) -> list[AllowedAction]:
    """Tell every action of an application's way: open to the caller, or why not."""
    return [
        AllowedAction.of(
            action.upper(), LABELS[action], refusals(context, dossier, beside, action, evaluation)
        )
        for action in known_actions(dossier)
    ]


def rechecked(dossier: Dossier) -> bool:
    """Tell whether an action that is open rechecks the criteria."""
    return any(dossier.rechecks(action) for action in open_actions(dossier.process, dossier.state))


async def _evaluation_of(context: RequestContext, dossier: Dossier) -> Evaluation | None:
    """Evaluate the unit where an action that is open rechecks the criteria."""
    if not rechecked(dossier):
        return None
    return (await _live(context, dossier)).evaluation


async def _live(context: RequestContext, dossier: Dossier) -> LiveEvaluation:
    """Evaluate the unit today; what is judged at applying stands as it was when it was handed in."""
    guideline, application = dossier.edition.guideline, dossier.application
    live = await evaluate_live(context, dossier.unit, dossier.edition, application.tier)
    handed_in = application.step not in {None, DRAFT}
    if not handed_in or not judges_at_applying(guideline, dossier.unit.kind, application.tier):
        return live
    applied = await context.load(applied_facts, application.id)
    evaluation = evaluate_against(guideline, live.evaluation.facts, application.tier, applied)
    return replace(live, evaluation=evaluation)


async def _kept_results(context: RequestContext, row: ApplicationTable) -> list[CriterionResult]:
    closing = await context.load(repository.closings_of, row.id)
    return kept_results(closing.results, (await way_of(context, row))[0]) if closing else []


async def _unit_row(context: RequestContext, row: ApplicationTable) -> UnitTable:
    unit = await context.load(units.by_ids, row.unit_id)
    if unit is None:
        raise repository.unknown()
    return unit


async def way_of(context: RequestContext, row: ApplicationTable) -> tuple[Edition, ProcessPart]:
    """Give the version an application is pinned to and the process it goes by, read once in a process of ours."""
    edition = await context.load(editions_by_ids, row.guideline_version_id)
    if edition is None:
        raise repository.unknown()
    return edition, process_of(edition, row.process)


async def _dossier(context: RequestContext, row: ApplicationTable) -> Dossier:
    dossier = await context.load(dossiers_of, row)
    if dossier is None:
        raise repository.unknown()
    return dossier


async def find_application(context: RequestContext, application_id: UUID) -> Application | None:
    """Read an application the viewer may see."""
    row = await context.load(repository.by_ids, application_id)
    unit = await context.load(units.by_ids, row.unit_id) if row else None
    allowed = unit is not None and context.may(Action.APPLICATION_READ, unit.path)
    return Application.of(row) if row and allowed else None


fetches("Application")(find_application)
