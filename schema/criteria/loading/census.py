"""Loads what evaluations need to know of every unit of a tenant: a fixed number of statements, whatever their number.

Gives each unit the same facts as `load_facts`; a simulation asks for all of them at once.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute

from schema.criteria.loading import HORIZON, evidence_by_criterion
from schema.criteria.loading.recorded import load_all_figures, load_complaints
from schema.criteria.rules.facts import (
    AttestationFact,
    ChildFact,
    EventFact,
    RosterFact,
    TestRoundFact,
    UnitFacts,
)
from schema.criteria.tables import Assessment, Attestation
from schema.designations.repository import valid_on
from schema.designations.rules import IN_FORCE
from schema.designations.tables import Designation
from schema.events.tables import HealthEvent
from schema.evidence.repository import counting_of_tenant
from schema.evidence.tables import EvidenceFile
from schema.petitions.rules import Tally, tally
from schema.petitions.tables import Petition, PetitionEntry
from schema.residents.tables import Household, Resident
from schema.units.repository import ancestor_paths
from schema.units.repository.placements import paths_of_heirs
from schema.units.tables import Unit, UnitLog
from tenants.database import Session

Log = tuple[str, date, int, int]


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """A unit with its facts, and whether it bears a name in force."""

    id: uuid.UUID
    parent_id: uuid.UUID | None
    code: str
    name: str
    kind: str
    path: str
    titled: bool
    facts: UnitFacts


async def load_census(session: Session, on: date) -> Sequence[CountedUnit]:
    """Load the facts of all units as they stand on the local calendar day `on`, in tree order."""
    standing = and_(Unit.tenant_id == session.info["tenant_id"], Unit.closed_on.is_(None))
    units = (await session.scalars(select(Unit).where(standing).order_by(Unit.path))).all()
    titled = await _titled(session, on)
    inside, at = await _events(session, on)
    logs = await _logs(session, on)
    rosters = await _rosters(session)
    tallies = await _tallies(session)
    children = await _children(session, units, titled)
    figures, complaints = await load_all_figures(session, on), await load_complaints(session, on)
    said = await _attestations(session)
    files = await _files(session)
    counted = []
    for unit in units:
        above = ancestor_paths(unit.path)
        done = sorted((log for path in (*above, unit.path) for log in logs.get(path, ())), key=_day)
        covering = (replace(event, above=True) for path in above for event in at.get(path, ()))
        facts = UnitFacts(
            on=on,
            kind=unit.kind,
            events=(*inside.get(unit.path, ()), *covering),
            roster=rosters.get(unit.path, RosterFact()),
            logs=_by_kind(done),
            test_rounds=tuple(
                TestRoundFact(on=day, due=due, tested=tested)
                for kind, day, due, tested in done
                if kind == "test_round"
            ),
            petition=tallies.get(unit.id),
            children=tuple(children.get(unit.id, ())),
            figures=figures.get(unit.id, {}),
            complaints=complaints.get(unit.path, ()),
            attestations=said.get(unit.id, {}),
            evidence=evidence_by_criterion(files.get(unit.id, ())),
        )
        counted.append(
            CountedUnit(
                unit.id,
                unit.parent_id,
                unit.code,
                unit.name,
                unit.kind,
                unit.path,
                unit.id in titled,
                facts,
            )
        )
    return counted


async def _titled(session: Session, on: date) -> frozenset[uuid.UUID]:
    rows = await session.scalars(
        select(Designation.unit_id).where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.status.in_(IN_FORCE),
            valid_on(on),
        )
    )
    return frozenset(rows)


def _placed(session: Session, statement: Any, unit_id: InstrumentedAttribute[Any]) -> Select[Any]:
    """Add the path of the unit each row belongs to, of this tenant only."""
    placed: Select[Any] = statement.add_columns(Unit.path).join(
        Unit, and_(Unit.tenant_id == session.info["tenant_id"], Unit.id == unit_id)
    )
    return placed


async def _events(
    session: Session, on: date
) -> tuple[Mapping[str, list[EventFact]], Mapping[str, list[EventFact]]]:
    """Load events by every path they lie in or below, and by the path they lie at.

    What happened in a unit that was split or merged lies in those that took its place, too.
    """
    heirs = await paths_of_heirs(session)
    going_on = or_(HealthEvent.ended_on.is_(None), HealthEvent.ended_on > on)
    infection = HealthEvent.kind.in_(["case", "asymptomatic"])
    statement = select(HealthEvent).where(
        HealthEvent.tenant_id == session.info["tenant_id"],
        HealthEvent.excluded.is_(False),
        or_(infection, HealthEvent.reported_on >= on - HORIZON, going_on),
    )
    inside: dict[str, list[EventFact]] = defaultdict(list)
    at: dict[str, list[EventFact]] = defaultdict(list)
    for event, path in await session.execute(_placed(session, statement, HealthEvent.unit_id)):
        fact = EventFact(
            kind=event.kind,
            occurred_on=event.occurred_on,
            reported_on=event.reported_on,
            ended_on=event.ended_on,
            in_central_quarantine=event.in_central_quarantine,
            risk_level=event.risk_level,
            event_class=event.event_class,
        )
        lines = {path, *heirs.get(event.unit_id, ())}
        for line in lines:
            at[line].append(fact)
        for place in {place for line in lines for place in (*ancestor_paths(line), line)}:
            inside[place].append(fact)
    return inside, at


async def _logs(session: Session, on: date) -> Mapping[str, list[Log]]:
    statement = (
        select(UnitLog.kind, UnitLog.performed_on, UnitLog.people_due, UnitLog.people_tested)
        .where(
            UnitLog.tenant_id == session.info["tenant_id"],
            UnitLog.performed_on > on - HORIZON,
            UnitLog.performed_on <= on,
        )
        .order_by(UnitLog.performed_on)
    )
    found: dict[str, list[Log]] = defaultdict(list)
    for row in await session.execute(_placed(session, statement, UnitLog.unit_id)):
        kind, day, due, tested, path = tuple(row)
        found[path].append((kind, day, due or 0, tested or 0))
    return found


async def _rosters(session: Session) -> Mapping[str, RosterFact]:
    """Count households and residents where they are registered, then add them up the tree."""
    tenant_id = session.info["tenant_id"]
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
    empty = and_(Household.occupancy != "vacant", people.c.people.is_(None))
    statement = (
        select(
            func.count(Household.id),
            func.count(Household.id).filter(Household.verified_on.is_(None)),
            func.min(Household.verified_on),
            func.count(Household.id).filter(empty),
            *(
                func.coalesce(func.sum(column), 0)
                for column in (people.c.people, people.c.not_asked, people.c.flagged, people.c.without_needs)
            ),
        )
        .select_from(Household)
        .outerjoin(people, people.c.household_id == Household.id)
        .where(Household.tenant_id == tenant_id, Household.departed_on.is_(None))
        .group_by(Unit.path)
    )
    found: dict[str, RosterFact] = {}
    for *counts, path in await session.execute(_placed(session, statement, Household.unit_id)):
        here = RosterFact(*counts[:4], *map(int, counts[4:]))
        for place in (*ancestor_paths(path), path):
            found[place] = _together(found[place], here) if place in found else here
    return found


def _together(one: RosterFact, other: RosterFact) -> RosterFact:
    dates = [each.oldest_verification for each in (one, other) if each.oldest_verification is not None]
    return RosterFact(
        households=one.households + other.households,
        unverified=one.unverified + other.unverified,
        oldest_verification=min(dates, default=None),
        occupied_without_residents=one.occupied_without_residents + other.occupied_without_residents,
        residents=one.residents + other.residents,
        not_asked_for_special_groups=one.not_asked_for_special_groups + other.not_asked_for_special_groups,
        in_special_groups=one.in_special_groups + other.in_special_groups,
        needs_not_recorded=one.needs_not_recorded + other.needs_not_recorded,
    )


async def _tallies(session: Session) -> Mapping[uuid.UUID, Tally]:
    rows = await session.execute(
        select(Petition.unit_id, PetitionEntry.answer, func.count(PetitionEntry.id))
        .outerjoin(
            PetitionEntry,
            and_(
                PetitionEntry.tenant_id == Petition.tenant_id,
                PetitionEntry.petition_id == Petition.id,
            ),
        )
        .where(Petition.tenant_id == session.info["tenant_id"], Petition.closed_at.is_(None))
        .group_by(Petition.unit_id, PetitionEntry.answer)
    )
    counts: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    for unit_id, answer, number in rows:
        counts[unit_id][answer or ""] = number
    return {unit_id: tally(counted) for unit_id, counted in counts.items()}


async def _children(
    session: Session, units: Iterable[Unit], titled: frozenset[uuid.UUID]
) -> Mapping[uuid.UUID, list[ChildFact]]:
    latest = await session.execute(
        select(Assessment.unit_id, Assessment.met, Assessment.assessed_on)
        .ext(distinct_on(Assessment.unit_id))
        .where(Assessment.tenant_id == session.info["tenant_id"])
        .order_by(Assessment.unit_id, Assessment.assessed_at.desc(), Assessment.id.desc())
    )
    met_on = {unit_id: day for unit_id, met, day in latest if met}
    found: dict[uuid.UUID, list[ChildFact]] = defaultdict(list)
    for unit in sorted(units, key=lambda unit: unit.code):
        if unit.parent_id is not None:
            child = ChildFact(unit.code, unit.kind, unit.id in titled, met_on.get(unit.id))
            found[unit.parent_id].append(child)
    return found


async def _attestations(session: Session) -> Mapping[uuid.UUID, dict[str, AttestationFact]]:
    rows = await session.scalars(
        select(Attestation)
        .ext(distinct_on(Attestation.unit_id, Attestation.criterion))
        .where(Attestation.tenant_id == session.info["tenant_id"])
        .order_by(
            Attestation.unit_id,
            Attestation.criterion,
            Attestation.attested_at.desc(),
            Attestation.id.desc(),
        )
    )
    found: dict[uuid.UUID, dict[str, AttestationFact]] = defaultdict(dict)
    for row in rows:
        found[row.unit_id][row.criterion] = AttestationFact(
            met=row.met,
            on=row.attested_on,
            sample_size=row.sample_size,
            share_percent=row.share_percent,
            points=row.points,
            applicable=row.applicable,
        )
    return found


async def _files(session: Session) -> Mapping[uuid.UUID, list[EvidenceFile]]:
    found: dict[uuid.UUID, list[EvidenceFile]] = defaultdict(list)
    for file in await counting_of_tenant(session):
        found[file.unit_id].append(file)
    return found


def _day(log: Log) -> date:
    return log[1]


def _by_kind(logs: Iterable[Log]) -> dict[str, tuple[date, ...]]:
    days: dict[str, list[date]] = defaultdict(list)
    for kind, day, _, _ in logs:
        days[kind].append(day)
    return {kind: tuple(each) for kind, each in days.items()}
