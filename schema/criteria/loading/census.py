"""Loads every unit of an area with its facts: what a simulation judges."""

from collections.abc import Collection, Sequence
from datetime import date

from schema.criteria.loading.facts import facts_of
from schema.criteria.rules.facts import CountedUnit
from schema.designations.repository.facts import titled
from schema.units.repository.facts import list_standing
from tenants.database import Session


async def load_census(session: Session, on: date, scopes: Collection[str] = ("",)) -> Sequence[CountedUnit]:
    """Load the facts of all units in `scopes` as they stand on the local calendar day `on`, in tree order."""
    units = await list_standing(session, scopes)
    named = await titled(session, [unit.id for unit in units], on)
    facts = await facts_of(session, units, on)
    return [
        CountedUnit(
            id=unit.id,
            parent_id=unit.parent_id,
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            path=unit.path,
            titled=unit.id in named,
            facts=facts[unit.id],
        )
        for unit in units
    ]
