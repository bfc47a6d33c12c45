"""Health events in the API. They name no person."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.events import repository
from schema.events.rules import standing_of
from schema.events.tables import HealthEvent as HealthEventTable
from schema.events.tables import HealthEventRevision as HealthEventRevisionTable
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.key_areas import repository as areas
from schema.key_areas.graphql import KeyArea
from schema.units import repository as units
from schema.units.graphql import Unit


@strawberry.enum
class HealthEventKind(StrEnum):
    """Kinds of health events; all but the first two are states that end."""

    CASE = "case"
    ASYMPTOMATIC = "asymptomatic"
    CLOSE_CONTACT = "close_contact"
    HOME_QUARANTINE = "home_quarantine"
    KEY_AREA_RETURNEE = "key_area_returnee"
    RISK_ZONE = "risk_zone"
    TEMPORARY_CONTROL_ZONE = "temporary_control_zone"
    SUSPECTED = "suspected"
    FEVER = "fever"


@strawberry.enum
class PersonControl(StrEnum):
    """How a person is kept from passing anything on: in central quarantine, at home, or watched."""

    CENTRAL = "central"
    HOME = "home"
    MONITORED = "monitored"


def control_of(row: HealthEventTable | HealthEventRevisionTable) -> PersonControl | None:
    """Tell the control of an event; old rows tell only of central quarantine."""
    told = "central" if row.in_central_quarantine else row.control
    return PersonControl(told) if told is not None else None


@strawberry.enum
class HealthEventStanding(StrEnum):
    """EXCLUDED proved false; an infection HAPPENED; all else is a state, ONGOING or ENDED."""

    ENDED = "ended"
    EXCLUDED = "excluded"
    HAPPENED = "happened"
    ONGOING = "ongoing"


@strawberry.type
class HealthEventRevision:
    """What was known of an event from some moment on. The first is its report; none is ever changed."""

    unit_uuid: strawberry.Private[UUID]
    area_uuid: strawberry.Private[UUID | None]
    number: int = strawberry.field(description="The event's revision it made.")
    change: str = strawberry.field(description="`reported`, `corrected`, `excluded` or `ended`.")
    kind: HealthEventKind = strawberry.field(description="What happened, as it was known then.")
    occurred_on: date = strawberry.field(description="Local day it happened or began.")
    reported_on: date = strawberry.field(description="Local day it was reported.")
    ended_on: date | None = strawberry.field(description="Local day a state ended.")
    in_central_quarantine: bool = strawberry.field(description="Whether the person was there.")
    control: PersonControl | None = strawberry.field(description="How the person was controlled.")
    risk_level: str | None = strawberry.field(description="Level of a risk zone.")
    event_class: str | None = strawberry.field(description="Class the guideline declared.")
    left_area_on: date | None = strawberry.field(description="Local day a returnee left the key area.")
    reason: str | None = strawberry.field(description="Why it was corrected or excluded.")
    recorded_at: datetime = strawberry.field(description="When it became known.")

    @classmethod
    def of(cls, row: HealthEventRevisionTable) -> "HealthEventRevision":
        """Render a row."""
        return cls(
            unit_uuid=row.unit_id,
            area_uuid=row.area_id,
            number=row.number,
            change=row.change,
            kind=HealthEventKind(row.kind),
            occurred_on=row.occurred_on,
            reported_on=row.reported_on,
            ended_on=row.ended_on,
            in_central_quarantine=row.in_central_quarantine,
            control=control_of(row),
            risk_level=row.risk_level,
            event_class=row.event_class,
            left_area_on=row.left_area_on,
            reason=row.reason,
            recorded_at=row.recorded_at,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """The lowest unit known then."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        return Unit.of(row) if row else None

    @strawberry.field
    async def area(self, info: Info) -> KeyArea | None:
        """The key area a returnee came from, as it was known then."""
        return await _area(info, self.area_uuid)


@strawberry.type
class HealthEvent(Node):
    """What happened in a unit: a case, a contact, a quarantine, a returnee, a zone."""

    uuid: strawberry.Private[UUID]
    row: strawberry.Private[HealthEventTable]
    unit_uuid: strawberry.Private[UUID]
    responsible_uuid: strawberry.Private[UUID]
    area_uuid: strawberry.Private[UUID | None]
    kind: HealthEventKind = strawberry.field(description="What happened.")
    standing: HealthEventStanding = strawberry.field(description="How it stands by what is known now.")
    occurred_on: date = strawberry.field(description="Local day it happened or began.")
    reported_on: date = strawberry.field(description="Local day it was reported; windows count from it.")
    ended_on: date | None = strawberry.field(description="Local day a state ended; null while it goes on.")
    in_central_quarantine: bool = strawberry.field(description="Found in central quarantine already.")
    control: PersonControl | None = strawberry.field(
        description="How the person is controlled; null if not, or of what is no person."
    )
    risk_level: str | None = strawberry.field(description="Level of a risk zone, if it was told.")
    event_class: str | None = strawberry.field(
        description="Class of the guideline it belongs to, an id of its `eventClasses`; counts as the kind."
    )
    left_area_on: date | None = strawberry.field(
        description="Local day a returnee left the key area, if it was told."
    )
    source: str = strawberry.field(description="Where the report came from.")
    external_id: str | None = strawberry.field(description="The record's id there.")
    excluded: bool = strawberry.field(
        description="Proved false: it never happened, and nothing follows from it."
    )
    known_at: datetime = strawberry.field(description="When it was first recorded here.")
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(cls, row: HealthEventTable) -> "HealthEvent":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("HealthEvent", row.id)),
            uuid=row.id,
            row=row,
            unit_uuid=row.unit_id,
            responsible_uuid=row.responsible_unit_id,
            area_uuid=row.area_id,
            kind=HealthEventKind(row.kind),
            standing=HealthEventStanding(standing_of(row.kind, row.ended_on, excluded=row.excluded).value),
            occurred_on=row.occurred_on,
            reported_on=row.reported_on,
            ended_on=row.ended_on,
            in_central_quarantine=row.in_central_quarantine,
            control=control_of(row),
            risk_level=row.risk_level,
            event_class=row.event_class,
            left_area_on=row.left_area_on,
            source=row.source,
            external_id=row.external_id,
            excluded=row.excluded,
            known_at=row.known_at,
            revision=row.revision,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """The lowest unit known."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        return Unit.of(row) if row else None

    @strawberry.field
    async def responsible_unit(self, info: Info) -> Unit | None:
        """The unit that answers for it, wherever it comes to lie."""
        row = await info.context.load(units.by_ids, self.responsible_uuid)
        return Unit.of(row) if row else None

    @strawberry.field
    async def area(self, info: Info) -> KeyArea | None:
        """The key area a returnee came from, if it was told."""
        return await _area(info, self.area_uuid)

    @strawberry.field
    async def arose_from(self, info: Info) -> "HealthEvent | None":
        """What the person was before they were found infected, if that is known here and to the viewer."""
        before = self.row.arose_from_id
        found: HealthEvent | None = await find_event(info.context, before) if before is not None else None
        return found

    @strawberry.field
    async def became(self, info: Info) -> "HealthEvent | None":
        """The infection the person was found to have; null where it proved false, or the viewer may see none."""
        rows = await info.context.load(repository.arisen_from, self.uuid) or ()
        became = next((row.id for row in rows if not row.excluded), None)
        found: HealthEvent | None = await find_event(info.context, became) if became is not None else None
        return found

    @strawberry.field
    async def revisions(self, info: Info) -> list[HealthEventRevision]:
        """What was known of it, oldest first."""
        rows = await info.context.load(repository.revisions_of, self.uuid)
        return [HealthEventRevision.of(row) for row in rows or ()]


async def _area(info: Info, area_id: UUID | None) -> KeyArea | None:
    row = await info.context.load(areas.by_ids, area_id) if area_id is not None else None
    return KeyArea.of(row) if row else None


@fetches("HealthEvent")
async def find_event(context: RequestContext, event_id: UUID) -> HealthEvent | None:
    """Read an event the viewer may see."""
    row = await context.load(repository.by_ids, event_id)
    if row is None:
        return None
    places = await context.load_all(units.by_ids, [row.unit_id, row.responsible_unit_id])
    seen = any(place and context.may(Action.EVENT_READ, place.path) for place in places)
    return HealthEvent.of(row) if seen else None
