"""Reads what stands between units that lost their names and a new one."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from schema.criteria.loading import load_children
from schema.criteria.loading.events import events_of
from schema.criteria.rules import obstacles, unmet_below
from schema.criteria.rules.facts import UnitFacts
from schema.designations import repository as designations
from schema.designations.operations import revoked_on
from schema.designations.rules import reapplication_opens
from schema.guidelines.repository import find_current_edition
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.format import ChildrenCheck, Guideline
from schema.unit_eligibilities.rules import Return, return_of_lost
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.database import Session
from tenants.reading import nothing, read_together

Asked = tuple[uuid.UUID, date]
"""A unit that lost its name, and the local day."""


async def returns_of_lost(session: Session, asked: list[Asked]) -> Mapping[Asked, Return]:
    """Tell, by the guideline in force, from when units that lost their names may be named anew (loader batch).

    One that was closed never is.
    """
    places = await units.by_ids(session, [unit_id for unit_id, _ in asked])
    names = await designations.of_unit(session, list(places))
    lost: dict[date, list[Unit]] = defaultdict(list)
    for unit_id, today in asked:
        if places[unit_id].closed_on is None:
            lost[today].append(places[unit_id])
    found: dict[Asked, Return] = {}
    for today, standing in lost.items():
        edition = await find_current_edition(session, today)
        guideline = edition.guideline if edition is not None else None
        counting = [unit.id for unit in standing if guideline and counts_children(guideline, unit.kind)]
        events, children = await read_together(
            session,
            events_of(session, standing, today) if guideline else nothing(),
            load_children(session, counting, today) if counting else nothing(),
        )
        for unit in standing:
            if guideline is None:
                found[unit.id, today] = Return(None)
                continue
            below = tuple(children.get(unit.id, {}).values())
            facts = UnitFacts(today, unit.kind, events=events[unit.id], children=below)
            opens_on = reapplication_opens(guideline, revoked_on(names.get(unit.id, ())))
            found[unit.id, today] = return_of_lost(
                obstacles(guideline, facts), unmet_below(guideline, facts), opens_on, today
            )
    return found


def counts_children(guideline: Guideline, kind: str) -> bool:
    """Tell whether a guideline looks at the units below one of a kind."""
    return any(isinstance(criterion.check, ChildrenCheck) for criterion in criteria_for(guideline, kind))
