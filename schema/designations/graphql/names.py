"""Designations in the API: the name a unit bears, and its history with causes."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import strawberry

from schema.designations import repository
from schema.designations.operations import standing_on
from schema.designations.repository import history
from schema.designations.rules import (
    Bearing,
    Cause,
    Entitlement,
    Ground,
    NameAbove,
    Standing,
    entitlements,
    public_text,
)
from schema.designations.tables import Designation as DesignationTable
from schema.designations.tables import DesignationChange as DesignationChangeTable
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.guidelines.graphql import by_role
from schema.guidelines.repository import editions_by_ids
from schema.officials.graphql import Official, find_official
from schema.units import repository as units
from schema.units.graphql import Unit, find_unit


@strawberry.enum
class DesignationStatus(StrEnum):
    """How a name stands: in force while ACTIVE or WARNED, held but not in force while SUSPENDED, else over.

    VOIDED was given in error: it never was a name, which REVOKED and EXPIRED ones were until they ended.
    """

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    VOIDED = "voided"
    WARNED = "warned"


@strawberry.type
class DesignationChange:
    """Something that happened to a name."""

    change: str = strawberry.field(
        description="`named`, `renewed`, `promoted` to a tier, `warned`, `suspended`, `restored`, `expired`, "
        "`revoked`, `reinstated`, `voided`, or `rejudged` by another version of the guideline."
    )
    cause: str = strawberry.field(description="Stable code of the cause, e.g. `CASE_REPORTED`.")
    cause_text: str = strawberry.field(description="The cause in zh-CN; holds no personal data.")
    clause: str | None = strawberry.field(description="The guideline's clause, e.g. `B-a`.")
    effective_on: date = strawberry.field(description="Local day from which it holds.")
    at: datetime = strawberry.field(description="When it was recorded.")
    ground: str | None = strawberry.field(
        description="What it was warned, suspended or restored for, e.g. `evaluation`; each is lifted for itself."
    )
    role: str | None = strawberry.field(description="The role it was done in; null if a day had passed.")
    level: strawberry.Private[str | None]
    note: str | None = strawberry.field(description="What officials gave as the reason for voiding it.")
    actor_uuid: strawberry.Private[UUID | None]
    substituted_uuid: strawberry.Private[UUID | None]

    @classmethod
    def of(cls, row: DesignationChangeTable) -> "DesignationChange":
        """Render a row."""
        return cls(
            change=row.change,
            cause=row.cause,
            cause_text=public_text(Cause(row.cause)),
            clause=row.clause,
            effective_on=row.effective_on,
            at=row.at,
            ground=row.ground,
            role=row.role,
            level=row.level,
            note=row.note,
            actor_uuid=row.actor_id,
            substituted_uuid=row.on_behalf_of,
        )

    @strawberry.field
    def role_name(self, info: Info) -> str | None:
        """The role in zh-CN, or the office it is held in; null if a day had passed."""
        if self.role is None or self.actor_uuid is None:
            return None
        return by_role(info.context, self.role, self.level)

    @strawberry.field
    async def actor(self, info: Info) -> Official | None:
        """Who did it; null if the platform did when a day had passed."""
        return await find_official(info.context, self.actor_uuid) if self.actor_uuid else None

    @strawberry.field
    async def on_behalf_of(self, info: Info) -> Official | None:
        """The official the actor stood in for, if any."""
        return await find_official(info.context, self.substituted_uuid) if self.substituted_uuid else None


@strawberry.type
class DesignationGround:
    """Something a name is warned or suspended for; it stays so until each is lifted."""

    standing: DesignationStatus = strawberry.field(description="WARNED or SUSPENDED.")
    cause: str = strawberry.field(description="Stable code of the cause.")
    cause_text: str = strawberry.field(description="The cause in zh-CN; holds no personal data.")
    clause: str | None = strawberry.field(description="The guideline's clause.")
    since: date = strawberry.field(description="Local day from which it holds.")

    @classmethod
    def of(cls, ground: Ground) -> "DesignationGround":
        """Render a ground."""
        return cls(
            standing=DesignationStatus(ground.standing.value),
            cause=ground.cause.value,
            cause_text=public_text(ground.cause),
            clause=ground.clause,
            since=ground.since,
        )


@strawberry.enum
class BenefitStatus(StrEnum):
    """How a benefit stands; WAITING for the name of a unit above it hangs on."""

    AHEAD = "ahead"
    RUNNING = "running"
    STOPPED = "stopped"
    WAITING = "waiting"


@strawberry.type
class DesignationBenefit:
    """Something a unit gets for its name."""

    code: str = strawberry.field(description="The benefit's id in the guideline.")
    name: str = strawberry.field(description="What it is called.")
    status: BenefitStatus = strawberry.field(description="How it stands today.")
    since: date = strawberry.field(description="Local day it began, or begins if the name lasts.")
    stopped_on: date | None = strawberry.field(description="Local day it stopped with the name.")

    @classmethod
    def of(cls, found: Entitlement) -> "DesignationBenefit":
        """Render an entitlement."""
        return cls(
            code=found.benefit.id,
            name=found.benefit.name,
            status=BenefitStatus(found.state.value),
            since=found.since,
            stopped_on=found.stopped_on,
        )


@strawberry.type
class Designation(Node):
    """A name given to a unit under a number."""

    uuid: strawberry.Private[UUID]
    unit_uuid: strawberry.Private[UUID]
    number: str = strawberry.field(description="The number on the plaque.")
    title: str = strawberry.field(description="The title, e.g. 无疫楼栋.")
    row: strawberry.Private[DesignationTable]
    tier: str | None = strawberry.field(description="Id of the tier on top of the base title, if any.")
    clause: str | None = strawberry.field(
        description="The rule a derived title follows from the names below by; null if it was applied for."
    )
    named_on: date = strawberry.field(description="Local day of the naming.")
    valid_until: date | None = strawberry.field(
        description="The last local day it holds unless renewed; null: until it is lost."
    )
    public_from: date = strawberry.field(description="Local day from which the public sees it.")
    ended_on: date | None = strawberry.field(
        description="Local day of the loss, or of the decision that it is void; null while held."
    )
    plaque_issued_on: date | None = strawberry.field(
        description="Local day the plaque was handed out, the last one if it was replaced."
    )
    plaque_returned_on: date | None = strawberry.field(description="Local day the plaque came back.")
    certificate_edition: int = strawberry.field(
        description="Which edition of the certificate is good; those before are superseded."
    )
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(cls, row: DesignationTable) -> "Designation":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("Designation", row.id)),
            uuid=row.id,
            unit_uuid=row.unit_id,
            number=row.number,
            title=row.title,
            row=row,
            tier=row.tier,
            clause=row.clause,
            named_on=row.named_on,
            valid_until=row.valid_until,
            public_from=row.public_from,
            ended_on=row.ended_on,
            plaque_issued_on=row.plaque_issued_on,
            plaque_returned_on=row.plaque_returned_on,
            certificate_edition=row.certificate_edition,
            revision=row.revision,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """The unit that bears the name."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        return Unit.of(row) if row else None

    @strawberry.field
    def status(self, info: Info) -> DesignationStatus:
        """How the name stands today; one whose validity has run out is expired, recorded or not."""
        return DesignationStatus(standing_on(self.row, info.context.operations.today()).value)

    @strawberry.field
    async def benefits(self, info: Info) -> list[DesignationBenefit]:
        """What the unit gets for the name under the guideline it was given by: ahead, running or stopped."""
        edition = await info.context.load(editions_by_ids, self.row.guideline_version_id)
        unit = await info.context.load(units.by_ids, self.unit_uuid)
        if edition is None or unit is None or not edition.guideline.benefits:
            return []
        changes = await info.context.load(history.changes_of, self.uuid) or []
        name = Bearing(
            standing=standing_on(self.row, info.context.operations.today()),
            named_on=self.named_on,
            tier=self.tier,
            tier_since=self.row.tier_since,
            not_in_force_since=_not_in_force_since(self.row, changes),
        )
        above = []
        if any(benefit.above is not None for benefit in edition.guideline.benefits):
            above = await _names_above(info.context, unit.path)
        found = entitlements(edition.guideline, unit.kind, name, info.context.operations.today(), above)
        return [DesignationBenefit.of(each) for each in found]

    @strawberry.field
    async def changes(self, info: Info) -> list[DesignationChange]:
        """Everything that happened to the name, oldest first."""
        rows = await info.context.load(history.changes_of, self.uuid)
        return [DesignationChange.of(row) for row in rows or ()]


def _not_in_force_since(row: DesignationTable, changes: Sequence[DesignationChangeTable]) -> date | None:
    """Tell from when a name is not in force, if it is not, whatever was told meanwhile; one that is void never was."""
    if row.status == Standing.VOIDED:
        return row.named_on
    return row.ended_on or _last_fall(changes) or row.valid_until


def _last_fall(changes: Sequence[DesignationChangeTable]) -> date | None:
    since: date | None = None
    for change in changes:
        if change.change in {"suspended", "expired", "revoked"}:
            since = change.effective_on if since is None else min(since, change.effective_on)
        elif change.change in {"reinstated", "restored"}:
            since = None
    return since


async def _names_above(context: RequestContext, path: str) -> list[NameAbove]:
    """Tell, the nearest first, since when the units above bear names in force."""
    labels = path.split(".")
    paths = [".".join(labels[:depth]) for depth in range(len(labels) - 1, 0, -1)]
    places = await asyncio.gather(*(context.load(units.by_paths, each) for each in paths))
    standing = [place for place in places if place is not None]
    names = await asyncio.gather(*(context.load(repository.held_by_units, place.id) for place in standing))
    today = context.operations.today()
    return [
        NameAbove(place.kind, name.named_on if name and standing_on(name, today).in_force else None)
        for place, name in zip(standing, names, strict=True)
    ]


@fetches("Designation")
async def find_designation(context: RequestContext, designation_id: UUID) -> Designation | None:
    """Read a designation of a unit the viewer may see."""
    row = await context.load(repository.by_ids, designation_id)
    return Designation.of(row) if row and await find_unit(context, row.unit_id) else None


@edge(Unit)
async def designation(unit: strawberry.Parent[Unit], info: Info) -> Designation | None:
    """The name the unit bears now, in force or suspended; one whose validity has run out is borne no more."""
    row = await info.context.load(repository.held_by_units, unit.uuid)
    held = row is not None and standing_on(row, info.context.operations.today()).held
    return Designation.of(row) if row and held else None


@edge(Unit)
async def designations(unit: strawberry.Parent[Unit], info: Info) -> list[Designation]:
    """All names the unit ever bore, newest first."""
    rows = await info.context.load(repository.of_unit, unit.uuid)
    return [Designation.of(row) for row in rows or ()]
