"""Loads all facts of units: a fixed number of statements, however many units; one unit is a census of one."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from schema.criteria.loading.children import load_children
from schema.criteria.loading.events import events_of
from schema.criteria.loading.households import load_rosters
from schema.criteria.loading.records import (
    load_attestations,
    load_complaints,
    load_evidence,
    load_figures,
)
from schema.criteria.loading.routine import Routine, load_routine
from schema.criteria.rules.asked import ALL, Source
from schema.criteria.rules.facts import RosterFact, UnitFacts
from schema.petitions.repository import open_tallies
from schema.units.tables import Unit
from tenants.database import Session
from tenants.reading import nothing, read_together

NO_WORK, NOBODY = Routine(), RosterFact()


async def load_facts(session: Session, unit: Unit, on: date, asked: Collection[Source] = ALL) -> UnitFacts:
    """Load the facts of a unit that are asked for, as they stand on the local calendar day `on`."""
    return (await facts_of(session, [unit], on, asked))[unit.id]


async def facts_of(
    session: Session, units: Collection[Unit], on: date, asked: Collection[Source] = ALL
) -> Mapping[uuid.UUID, UnitFacts]:
    """Load the facts of units that are asked for, as they stand on the local calendar day `on`."""
    ids, paths = [unit.id for unit in units], [unit.path for unit in units]
    (
        events,
        rosters,
        routine,
        tallies,
        children,
        figures,
        complaints,
        attestations,
        evidence,
    ) = await read_together(
        session,
        events_of(session, units, on),
        load_rosters(session, paths),
        load_routine(session, paths, on),
        open_tallies(session, ids),
        load_children(session, ids, on) if Source.CHILDREN in asked else nothing(),
        load_figures(session, ids, on) if Source.FIGURES in asked else nothing(),
        load_complaints(session, paths, on) if Source.COMPLAINTS in asked else nothing(),
        load_attestations(session, ids),
        load_evidence(session, ids) if Source.EVIDENCE in asked else nothing(),
    )
    found: dict[uuid.UUID, UnitFacts] = {}
    for unit, unit_id, path in zip(units, ids, paths, strict=True):
        done = routine.get(path, NO_WORK)
        found[unit_id] = UnitFacts(
            on=on,
            kind=unit.kind,
            events=events[unit_id],
            roster=rosters.get(path, NOBODY),
            logs=done.days,
            test_rounds=done.rounds,
            petition=tallies.get(unit_id),
            children=tuple(children.get(unit_id, {}).values()),
            figures=figures.get(unit_id, {}),
            complaints=complaints.get(path, ()),
            attestations=attestations.get(unit_id, {}),
            evidence=evidence.get(unit_id, {}),
        )
    return found
