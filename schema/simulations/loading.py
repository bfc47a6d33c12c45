"""Puts a supposition to the units of a tenant: the one door of every what-if, answered at once or by a job."""

import asyncio
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schema.applications import repository as applications
from schema.applications.rules import DRAFT_STEP
from schema.consequences.rules import AffectedUnit, Consequence
from schema.consequences.rules.losses import Change
from schema.criteria.loading import load_census
from schema.criteria.loading.applied import applied_facts, judges_at_applying
from schema.criteria.rules.facts import CountedUnit, EventFact
from schema.designations import repository as designations
from schema.designations.operations.changing import state_of
from schema.designations.rules import watched
from schema.events.rules import Report, controlled, require_declared
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.repository import current_edition, get_edition
from schema.guidelines.rules.format import Guideline
from schema.rule_changes.loading import Befallen, Target, facts_mark, load_names, older_versions
from schema.rule_changes.rules import add_up, falling_in, returning_in
from schema.simulations.rules import NamesFound, Simulated, line_of, simulate_event, simulate_guideline
from schema.units import repository as units
from schema.units.repository import UnitFilter
from schema.units.rules import is_within
from tenants.base import new_id
from tenants.database import Session

UNITS_AT_ONCE = 2_000
_SUFFERS: Mapping[str, Change] = {
    "reinstated": "restore",
    "restored": "restore",
    "revoked": "revoke",
    "suspended": "suspend",
    "warned": "warn",
}


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is to be judged: how many units, at most, and the judging of them, one after the other."""

    units: int
    found: Iterator[Simulated]


async def require_small(session: Session, scopes: tuple[str, ...]) -> None:
    """Refuse to answer at once what takes more than a second or two; `startSimulation` takes it on."""
    count = await units.count_units(session, UnitFilter(scopes=scopes))
    if count > UNITS_AT_ONCE:
        message = f"辖区内有 {count} 个单元，超过 {UNITS_AT_ONCE} 个。"
        details = {"units": count, "limit": UNITS_AT_ONCE}
        raise DomainError(ErrorCode.SIMULATION_TOO_LARGE, message, details=details)


async def suppose_guideline(session: Session, other: Guideline, on: date, scopes: Sequence[str]) -> Supposed:
    """Suppose another guideline were in force, for the units in `scopes` of which either asks something."""
    current = (await current_edition(session, on)).guideline
    counted = await _with_applied(session, await load_census(session, on, scopes), (current, other))
    return Supposed(len(counted), simulate_guideline(counted, current, other))


async def suppose_names(
    session: Session, other: Guideline, on: date, number: int | None = None
) -> NamesFound:
    """Suppose the names that stand were judged by a guideline on a day: a text, or the version of a number."""
    facts = await facts_mark(session, on)
    target = Target(new_id(), other, on)
    loaded = await load_names(session, target, await older_versions(session, number), on, lock=False)
    if loaded is None:
        return NamesFound({}, 0, 0, facts)
    verdicts = await asyncio.to_thread(lambda: list(loaded.verdicts()))
    counts = add_up(loaded.judged(verdicts))
    befallen = {each.unit.id: each for each in map(_suffered, loaded.befallen(verdicts))}
    return NamesFound(befallen, falling_in(counts), returning_in(counts), facts)


def _suffered(found: Befallen) -> Consequence:
    unit = AffectedUnit(found.unit_id, None, found.kind, "own")
    return Consequence(unit, _SUFFERS[found.change], found.cause, found.clause)


async def suppose_event(
    session: Session, unit_id: uuid.UUID, report: Report, on: date, scopes: Sequence[str]
) -> Supposed:
    """Suppose an event happened in a unit of `scopes`; refuses with NOT_FOUND, or what was not declared."""
    current = (await current_edition(session, on)).guideline
    require_declared(report, current)
    counted = await _with_applied(session, await load_census(session, on), (current,))
    held = await designations.list_held(session)
    versions = {row.guideline_version_id for row in held}
    guidelines = {version: (await get_edition(session, version)).guideline for version in versions}
    seen = {each.id: each for each in _in_area(counted, scopes)}
    place = seen.get(unit_id)
    if place is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
    standings = {row.unit_id: (watched(state_of(row)), row.guideline_version_id) for row in held}
    line = line_of(counted, place)
    found = simulate_event(line, guidelines, current, _fact(report), standings)
    return Supposed(len(line), (each for each in found if each.unit.id in seen))


async def _with_applied(
    session: Session, counted: Sequence[CountedUnit], guidelines: Sequence[Guideline]
) -> Sequence[CountedUnit]:
    """Add what applications were handed in with, where a guideline judges by that: of those under way, else of names.

    So a unit is judged as its next step, or its next assessment, would judge it.
    """
    kinds = {unit.kind for unit in counted}
    if not any(judges_at_applying(each, kind, None) for each in guidelines for kind in kinds):
        return counted
    of_unit = {
        name.unit_id: name.application_id
        for name in await designations.list_held(session)
        if name.application_id
    }
    under_way = await applications.open_by_units(session, [unit.id for unit in counted])
    of_unit |= {unit_id: each.id for unit_id, each in under_way.items() if each.step != DRAFT_STEP}
    wanted = [of_unit[unit.id] for unit in counted if unit.id in of_unit]
    applied = await applied_facts(session, wanted)
    return [
        replace(unit, applied=applied.get(of_unit[unit.id])) if unit.id in of_unit else unit
        for unit in counted
    ]


def _in_area(counted: Sequence[CountedUnit], scopes: Sequence[str]) -> list[CountedUnit]:
    return [unit for unit in counted if any(is_within(unit.path, scope) for scope in scopes)]


def _fact(report: Report) -> EventFact:
    central, control = controlled(in_central_quarantine=report.in_central_quarantine, control=report.control)
    return EventFact(
        kind=report.kind,
        occurred_on=report.occurred_on,
        reported_on=report.reported_on,
        in_central_quarantine=central,
        risk_level=report.risk_level,
        event_class=report.event_class,
        control=control,
    )
