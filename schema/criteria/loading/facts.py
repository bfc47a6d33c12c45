"""Loads what an evaluation needs to know of one unit: few set-based statements, no personal data."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import ARRAY, Uuid, and_, any_, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from schema.criteria.loading.recorded import load_complaints, load_figures
from schema.criteria.rules.facts import (
    AttestationFact,
    ChildFact,
    EventFact,
    EvidenceFact,
    RosterFact,
    TestRoundFact,
    UnitFacts,
)
from schema.criteria.tables import Assessment, Attestation
from schema.designations.repository import valid_on
from schema.designations.rules import IN_FORCE
from schema.designations.tables import Designation
from schema.events.tables import HealthEvent
from schema.evidence.repository import counting_of_unit
from schema.evidence.tables import EvidenceFile
from schema.petitions.repository import tally_of_unit
from schema.residents.tables import Household, Resident
from schema.units.repository import ancestor_paths, within
from schema.units.repository.placements import in_place_of
from schema.units.tables import Unit, UnitLog
from tenants.database import Session

HORIZON = timedelta(days=366)
"""No window, span or validity of the format is longer."""


async def load_facts(session: Session, unit: Unit, on: date) -> UnitFacts:
    """Load all facts of a unit as they stand on the local calendar day `on`."""
    logs, rounds = await _load_logs(session, unit, on)
    return UnitFacts(
        on=on,
        kind=unit.kind,
        events=await load_events(session, unit, on),
        roster=await _load_roster(session, unit),
        logs=logs,
        test_rounds=rounds,
        petition=await tally_of_unit(session, unit.id),
        children=tuple((await load_children(session, [unit.id], on)).get(unit.id, {}).values()),
        figures=await load_figures(session, on, unit.id),
        complaints=(await load_complaints(session, on, unit.path)).get(unit.path, ()),
        attestations=await _load_attestations(session, unit.id),
        evidence=evidence_by_criterion(await counting_of_unit(session, unit.id)),
    )


def evidence_by_criterion(files: Iterable[EvidenceFile]) -> dict[str, tuple[EvidenceFact, ...]]:
    """Sort the files of a unit by the criterion they were brought for."""
    found: dict[str, tuple[EvidenceFact, ...]] = {}
    for file in files:
        fact = EvidenceFact(
            requirement=file.requirement,
            type=file.type,  # type: ignore[arg-type]  # a CHECK constraint keeps it in range
            taken_on=file.taken_on,
            sha256=file.sha256,
        )
        found[file.criterion] = (*found.get(file.criterion, ()), fact)
    return found


async def load_events(session: Session, unit: Unit, on: date) -> tuple[EventFact, ...]:
    """Load what happened in a unit, below it and above it, as far as a criterion can count it on a day."""
    here, above = within(Unit.path, [unit.path]), Unit.path.in_(ancestor_paths(unit.path))
    tenant_id = session.info["tenant_id"]
    inside = or_(here, HealthEvent.unit_id.in_(in_place_of(tenant_id, here)))
    over = or_(above, HealthEvent.unit_id.in_(in_place_of(tenant_id, above)))
    lately = or_(HealthEvent.ended_on.is_(None), HealthEvent.ended_on >= on - HORIZON)
    infection = HealthEvent.kind.in_(["case", "asymptomatic"])
    rows = await session.execute(
        select(HealthEvent, inside)
        .join(Unit, and_(Unit.tenant_id == HealthEvent.tenant_id, Unit.id == HealthEvent.unit_id))
        .where(
            HealthEvent.tenant_id == session.info["tenant_id"],
            HealthEvent.excluded.is_(False),
            or_(inside, over),
            or_(infection, HealthEvent.reported_on >= on - HORIZON, lately),
        )
    )
    return tuple(
        EventFact(
            kind=event.kind,
            occurred_on=event.occurred_on,
            reported_on=event.reported_on,
            ended_on=event.ended_on,
            in_central_quarantine=event.in_central_quarantine,
            above=not is_inside,
            risk_level=event.risk_level,
            event_class=event.event_class,
        )
        for event, is_inside in rows
    )


async def _load_roster(session: Session, unit: Unit) -> RosterFact:
    tenant_id = session.info["tenant_id"]
    in_unit = and_(Unit.tenant_id == Household.tenant_id, Unit.id == Household.unit_id)
    flagged = func.cardinality(Resident.special_groups) > 0
    people = (
        select(
            Resident.household_id,
            func.count().label("people"),
            func.count().filter(Resident.special_groups.is_(None)).label("not_asked"),
            func.count().filter(flagged).label("flagged"),
            func.count().filter(flagged, Resident.needs_recorded_on.is_(None)).label("without_needs"),
        )
        .where(Resident.tenant_id == tenant_id)
        .group_by(Resident.household_id)
        .subquery()
    )
    lived_in = Household.occupancy != "vacant"
    row = (
        await session.execute(
            select(
                func.count(Household.id),
                func.count(Household.id).filter(Household.verified_on.is_(None)),
                func.min(Household.verified_on),
                func.count(Household.id).filter(lived_in, people.c.people.is_(None)),
                func.coalesce(func.sum(people.c.people), 0),
                func.coalesce(func.sum(people.c.not_asked), 0),
                func.coalesce(func.sum(people.c.flagged), 0),
                func.coalesce(func.sum(people.c.without_needs), 0),
            )
            .select_from(Household)
            .join(Unit, in_unit)
            .outerjoin(people, people.c.household_id == Household.id)
            .where(
                Household.tenant_id == tenant_id,
                Household.departed_on.is_(None),
                within(Unit.path, [unit.path]),
            )
        )
    ).one()
    return RosterFact(
        households=row[0],
        unverified=row[1],
        oldest_verification=row[2],
        occupied_without_residents=row[3],
        residents=int(row[4]),
        not_asked_for_special_groups=int(row[5]),
        in_special_groups=int(row[6]),
        needs_not_recorded=int(row[7]),
    )


async def _load_logs(
    session: Session, unit: Unit, on: date
) -> tuple[dict[str, tuple[date, ...]], tuple[TestRoundFact, ...]]:
    """Load logs of the unit and of units above it: work done for the compound was done for its buildings."""
    rows = (
        await session.scalars(
            select(UnitLog)
            .join(Unit, and_(Unit.tenant_id == UnitLog.tenant_id, Unit.id == UnitLog.unit_id))
            .where(
                UnitLog.tenant_id == session.info["tenant_id"],
                Unit.path.in_([*ancestor_paths(unit.path), unit.path]),
                UnitLog.performed_on > on - HORIZON,
                UnitLog.performed_on <= on,
            )
            .order_by(UnitLog.performed_on)
        )
    ).all()
    logs: dict[str, tuple[date, ...]] = {}
    for row in rows:
        logs[row.kind] = (*logs.get(row.kind, ()), row.performed_on)
    rounds = tuple(
        TestRoundFact(on=row.performed_on, due=row.people_due or 0, tested=row.people_tested or 0)
        for row in rows
        if row.kind == "test_round"
    )
    return logs, rounds


async def load_children(
    session: Session, parents: Collection[uuid.UUID], on: date | None = None
) -> Mapping[uuid.UUID, Mapping[uuid.UUID, ChildFact]]:
    """Load what is known of the units directly below some, by parent and unit, in the order of their codes.

    A name whose validity ran out before the day `on` is none, recorded or not.
    """
    here = and_(
        Unit.tenant_id == session.info["tenant_id"],
        Unit.closed_on.is_(None),
        Unit.parent_id == any_(literal(list(parents), ARRAY(Uuid))),
    )
    met = (
        select(Assessment.unit_id, Assessment.met, Assessment.assessed_on)
        .ext(distinct_on(Assessment.unit_id))
        .where(Assessment.tenant_id == session.info["tenant_id"])
        .order_by(Assessment.unit_id, Assessment.assessed_at.desc(), Assessment.id.desc())
        .join(Unit, and_(Unit.tenant_id == Assessment.tenant_id, Unit.id == Assessment.unit_id))
        .where(here)
        .subquery()
    )
    rows = await session.execute(
        select(Unit.parent_id, Unit.id, Unit.code, Unit.kind, Designation.id, met.c.met, met.c.assessed_on)
        .outerjoin(
            Designation,
            and_(
                Designation.tenant_id == Unit.tenant_id,
                Designation.unit_id == Unit.id,
                Designation.status.in_(IN_FORCE),
                valid_on(on) if on is not None else true(),
            ),
        )
        .outerjoin(met, met.c.unit_id == Unit.id)
        .where(here)
        .order_by(Unit.code)
    )
    found: dict[uuid.UUID, dict[uuid.UUID, ChildFact]] = defaultdict(dict)
    for parent_id, unit_id, code, kind, designation, is_met, assessed_on in rows:
        fact = ChildFact(code, kind, titled=designation is not None, met_on=assessed_on if is_met else None)
        found[parent_id][unit_id] = fact
    return found


async def _load_attestations(session: Session, unit_id: uuid.UUID) -> dict[str, AttestationFact]:
    rows = await session.scalars(
        select(Attestation)
        .ext(distinct_on(Attestation.criterion))
        .where(Attestation.tenant_id == session.info["tenant_id"], Attestation.unit_id == unit_id)
        .order_by(Attestation.criterion, Attestation.attested_at.desc(), Attestation.id.desc())
    )
    return {
        row.criterion: AttestationFact(
            met=row.met,
            on=row.attested_on,
            sample_size=row.sample_size,
            share_percent=row.share_percent,
            points=row.points,
            applicable=row.applicable,
        )
        for row in rows
    }


def fact_of(event: HealthEvent) -> EventFact | None:
    """Tell what criteria see of an event; nothing of an excluded one."""
    if event.excluded:
        return None
    return EventFact(
        kind=event.kind,
        occurred_on=event.occurred_on,
        reported_on=event.reported_on,
        ended_on=event.ended_on,
        in_central_quarantine=event.in_central_quarantine,
        risk_level=event.risk_level,
        event_class=event.event_class,
    )
