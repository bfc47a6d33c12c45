"""Findings of supervisors in the API."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.designations import repository as designations
from schema.designations.graphql import Designation
from schema.findings import repository
from schema.findings.guards import reporters_of, standing_refusal
from schema.findings.rules import FindingStatus, Rung, ladder
from schema.findings.tables import Finding as FindingTable
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.pagination import Latest
from schema.frame.payloads import AllowedAction
from schema.frame.refusals import listed, refusals_of
from schema.guidelines.repository import editions_by_ids
from schema.guidelines.rules import as_of
from schema.units import repository as units
from schema.units.graphql import Unit

Pending = Annotated[bool, strawberry.argument(description="Only those somebody still has to act on.")]


@strawberry.enum
class FindingOccasion(StrEnum):
    """How it was found: in a spot check, in the assessment in turn, by the media, or by how somebody behaved."""

    CONDUCT = "conduct"
    MEDIA = "media"
    PERIODIC = "periodic"
    SPOT = "spot"


@strawberry.enum
class SupervisionFindingStatus(StrEnum):
    """OPEN with the unit, REPORTED with the supervisor; VERIFIED, LAPSED with the name, SET_ASIDE on appeal."""

    LAPSED = "lapsed"
    OPEN = "open"
    REPORTED = "reported"
    SET_ASIDE = "set_aside"
    VERIFIED = "verified"


@strawberry.type
class FindingRung:
    """A rung of the ladder a finding climbs while it is not put right."""

    change: str = strawberry.field(
        description="`found`, then what befalls the name: `warned`, `suspended`, `revoked`."
    )
    days: int | None = strawberry.field(description="Days it gives to put it right; null for the last.")
    reached: bool = strawberry.field(description="Whether it was reached.")
    comes_on: date | None = strawberry.field(
        description="Local day the next rung comes if nothing is done; null for all others."
    )


@strawberry.type
class SupervisionFinding(Node):
    """Something found wanting at a unit that bears a name."""

    row: strawberry.Private[FindingTable]
    unit_uuid: strawberry.Private[UUID]
    designation_uuid: strawberry.Private[UUID]
    occasion: FindingOccasion = strawberry.field(description="How it was found.")
    clause: str = strawberry.field(description="The criterion that is not kept, e.g. `B-h`.")
    description: str = strawberry.field(description="What is wanting; no personal data.")
    status: SupervisionFindingStatus = strawberry.field(description="How it stands.")
    found_on: date = strawberry.field(description="Local day it was found.")
    due_on: date = strawberry.field(
        description="Last local day before the next rung: warning, suspension, loss."
    )
    warnings: int = strawberry.field(description="Warnings given for it.")
    measure: str | None = strawberry.field(description="What the unit did about it.")
    reported_on: date | None = strawberry.field(description="Local day that was reported.")
    opinion: str | None = strawberry.field(description="What the supervisor said of it.")
    verified_on: date | None = strawberry.field(description="Local day the supervisor looked.")
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(cls, row: FindingTable) -> "SupervisionFinding":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("SupervisionFinding", row.id)),
            row=row,
            unit_uuid=row.unit_id,
            designation_uuid=row.designation_id,
            occasion=FindingOccasion(row.occasion),
            clause=row.clause,
            description=row.description,
            status=SupervisionFindingStatus(row.status),
            found_on=row.found_on,
            due_on=row.due_on,
            warnings=row.warnings,
            measure=row.measure,
            reported_on=row.reported_on,
            opinion=row.opinion,
            verified_on=row.verified_on,
            revision=row.revision,
        )

    @strawberry.field
    def overdue(self, info: Info) -> bool:
        """Whether its last day has passed and nothing was reported."""
        return self.row.status == "open" and self.due_on < info.context.operations.today()

    @strawberry.field
    async def ladder(self, info: Info) -> list[FindingRung]:
        """What follows if it is not put right, by the guideline the name was given under."""
        name = await info.context.load(designations.by_ids, self.designation_uuid)
        edition = await info.context.load(editions_by_ids, name.guideline_version_id) if name else None
        if edition is None:
            return []
        rung = Rung(self.row.warnings, self.row.suspended, self.due_on)
        today = info.context.operations.today()
        steps = ladder(as_of(edition.guideline, today).supervision, rung, running=self.row.status == "open")
        return [
            FindingRung(change=one.change, days=one.days, reached=one.reached, comes_on=one.comes_on)
            for one in steps
        ]

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """Where it was found."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        return Unit.of(row) if row else None

    @strawberry.field
    async def designation(self, info: Info) -> Designation | None:
        """The name it may cost."""
        row = await info.context.load(designations.by_ids, self.designation_uuid)
        return Designation.of(row) if row else None


@fetches("SupervisionFinding")
async def find_finding(context: RequestContext, finding_id: UUID) -> SupervisionFinding | None:
    """Read a finding of the viewer's area."""
    row = await context.load(repository.findings_by_ids, finding_id)
    unit = await context.load(units.by_ids, row.unit_id) if row else None
    allowed = unit is not None and context.may(Action.FINDING_READ, unit.path)
    return SupervisionFinding.of(row) if row and allowed else None


@edge(Unit)
async def supervision_findings(
    unit: strawberry.Parent[Unit], info: Info, first: Latest = 10, pending: Pending = False
) -> list[SupervisionFinding] | None:
    """The latest findings at the unit and below, newest first, at most 100; null outside the area."""
    if not info.context.may(Action.FINDING_READ, unit.path):
        return None
    async with info.context.read() as session:
        rows = await repository.findings_below(session, unit.path, first, pending=pending)
    return [SupervisionFinding.of(row) for row in rows]


@edge(SupervisionFinding, name="actions")
async def finding_actions(finding: strawberry.Parent[SupervisionFinding], info: Info) -> list[AllowedAction]:
    """What the viewer may do about it now, or why not."""
    place = await info.context.load(units.by_ids, finding.unit_uuid)
    if place is None:
        return []
    verifying = info.context.operations.decide(
        Action.FINDING_VERIFY, place.path, prior_actors=reporters_of(finding.row)
    )
    refused = refusals_of(verifying)
    return [
        AllowedAction.of(
            "RECTIFY_FINDING",
            "报告整改完成",
            refusals_of(info.context.operations.decide(Action.FINDING_RECTIFY, place.path))
            + listed(standing_refusal(finding.row, FindingStatus.OPEN)),
        ),
        AllowedAction.of(
            "VERIFY_FINDING",
            "核查整改",
            refused + listed(standing_refusal(finding.row, FindingStatus.REPORTED)),
        ),
    ]
