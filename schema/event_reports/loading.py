"""What is known of records of a reporting system that are sent again: the events made of them, all that was told."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from schema.events import repository as events
from schema.events.rules import Report, controlled
from schema.events.rules.imports import ImportedEvent
from schema.events.rules.records import Told
from schema.events.tables import HealthEvent, HealthEventRevision
from schema.key_areas import repository as areas
from schema.key_areas.tables import KeyArea
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """The event a record tells of, or the last that arose from it, and all that was known, oldest first.

    `paths` are where it lies and where it is answered for: whoever may read events there may be shown it.
    """

    event: HealthEvent
    told: Sequence[Told]
    paths: tuple[str, ...]


async def known_records(session: Session, source: str, records: Collection[str]) -> Mapping[str, KnownRecord]:
    """Read what is known of the records of a source, by their numbers, in a fixed number of statements."""
    first = await events.by_records(session, source, records)
    if not first:
        return {}
    chains = await _chains(session, list(first.values()))
    ids = [event.id for chain in chains.values() for event in chain]
    revisions = await events.revisions_of(session, ids)
    rows = [row for id_ in ids for row in revisions.get(id_, ())]
    places = await units.by_ids(session, list({row.unit_id for row in rows} | _answering(rows)))
    origins = await areas.by_ids(session, list({row.area_id for row in rows if row.area_id is not None}))
    found = {}
    for record, event in first.items():
        chain = chains[event.id]
        last = next((each for each in reversed(chain) if not each.excluded), chain[-1])
        lies = [places[id_].path for id_ in (last.unit_id, last.responsible_unit_id) if id_ in places]
        told = [told_by(row, places, origins) for each in chain for row in revisions.get(each.id, ())]
        found[record] = KnownRecord(last, told, tuple(lies))
    return found


async def _chains(session: Session, first: Sequence[HealthEvent]) -> Mapping[uuid.UUID, list[HealthEvent]]:
    """Follow events to what arose from them: a contact, the infection, the case; by the first one's id."""
    chains = {event.id: [event] for event in first}
    root, reached = {event.id: event.id for event in first}, [event.id for event in first]
    while reached:
        arisen = await events.arisen_from(session, reached)
        reached = []
        for before, became in arisen.items():
            for event in became:
                chains[root[before]].append(event)
                root[event.id] = root[before]
                reached.append(event.id)
    return chains


def _answering(rows: Sequence[HealthEventRevision]) -> set[uuid.UUID]:
    return {row.responsible_unit_id for row in rows}


def told_by(
    row: HealthEventRevision, places: Mapping[uuid.UUID, Unit], origins: Mapping[uuid.UUID, KeyArea]
) -> Told:
    """Tell an event as it was known."""
    area = origins.get(row.area_id) if row.area_id is not None else None
    _, control = controlled(in_central_quarantine=row.in_central_quarantine, control=row.control)
    return Told(
        unit_code=places[row.unit_id].code,
        kind=row.kind,
        occurred_on=row.occurred_on,
        reported_on=row.reported_on,
        control=control,
        risk_level=row.risk_level,
        event_class=row.event_class,
        area_code=area.code if area is not None else None,
        from_area=row.area_id is not None,
        left_area_on=row.left_area_on,
    )


def sent_by(row: ImportedEvent) -> Told:
    """Tell an event as a record does."""
    return told_of(row.unit_code, row.report, row.area_code, from_area=row.area_code is not None)


def told_of(unit_code: str, report: Report, area_code: str | None, *, from_area: bool) -> Told:
    """Tell an event as a report does."""
    _, control = controlled(in_central_quarantine=report.in_central_quarantine, control=report.control)
    return Told(
        unit_code=unit_code,
        kind=report.kind,
        occurred_on=report.occurred_on,
        reported_on=report.reported_on,
        control=control,
        risk_level=report.risk_level,
        event_class=report.event_class,
        area_code=area_code,
        from_area=from_area,
        left_area_on=report.left_area_on,
    )
