"""Reads what stands between units that lost their names and a new one."""

import uuid
from collections.abc import Mapping
from datetime import date

from schema.criteria.loading import load_events
from schema.criteria.rules import obstacles
from schema.criteria.rules.facts import UnitFacts
from schema.designations import repository as designations
from schema.designations.operations import revoked_on
from schema.designations.rules import reapplication_opens
from schema.guidelines.repository import find_current_edition
from schema.unit_eligibilities.rules import Return, return_of_lost
from schema.units import repository as units
from tenants.database import Session

Asked = tuple[uuid.UUID, date]
"""A unit that lost its name, and the local day."""


async def returns_of_lost(session: Session, asked: list[Asked]) -> Mapping[Asked, Return]:
    """Tell, by the guideline in force, from when units that lost their names may be named anew (loader batch).

    One that was closed never is.
    """
    found: dict[Asked, Return] = {}
    places = await units.by_ids(session, [unit_id for unit_id, _ in asked])
    names = await designations.of_unit(session, list(places))
    for unit_id, today in asked:
        if places[unit_id].closed_on is not None:
            continue
        edition = await find_current_edition(session, today)
        if edition is None:
            found[unit_id, today] = Return(None)
            continue
        unit, guideline = places[unit_id], edition.guideline
        facts = UnitFacts(today, unit.kind, events=await load_events(session, unit, today))
        opens_on = reapplication_opens(guideline, revoked_on(names.get(unit_id, ())))
        found[unit_id, today] = return_of_lost(obstacles(guideline, facts), opens_on, today)
    return found
