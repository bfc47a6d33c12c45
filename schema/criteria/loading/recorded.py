"""Loads recorded figures and complaints, of one unit or of all: both ways give a unit the same facts."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import and_, select

from schema.complaints.tables import Complaint
from schema.criteria.rules.facts import ComplaintFact, FigureFact
from schema.figures.repository import latest_on
from schema.figures.tables import UnitFigure
from schema.units.repository import ancestor_paths, within
from schema.units.tables import Unit
from tenants.database import Session

YEAR = timedelta(days=366)
"""No complaint check of the format looks further back."""


async def load_figures(session: Session, on: date, unit_id: uuid.UUID) -> Mapping[str, FigureFact]:
    """Load the latest value of each figure of a unit."""
    return _facts((await latest_on(session, on, unit_id)).get(unit_id, {}))


async def load_all_figures(session: Session, on: date) -> Mapping[uuid.UUID, Mapping[str, FigureFact]]:
    """Load the latest value of each figure of every unit."""
    return {unit_id: _facts(found) for unit_id, found in (await latest_on(session, on)).items()}


def _facts(found: Mapping[str, UnitFigure]) -> Mapping[str, FigureFact]:
    return {
        name: FigureFact(row.numerator, row.denominator, row.period_until, row.excluded)
        for name, row in found.items()
    }


async def load_complaints(
    session: Session, on: date, path: str = ""
) -> Mapping[str, tuple[ComplaintFact, ...]]:
    """Load the last year's complaints in the subtree of `path`, by every path they lie in or below."""
    rows = await session.execute(
        select(Complaint, Unit.path)
        .join(Unit, and_(Unit.tenant_id == Complaint.tenant_id, Unit.id == Complaint.unit_id))
        .where(
            Complaint.tenant_id == session.info["tenant_id"],
            Complaint.received_on > on - YEAR,
            Complaint.received_on <= on,
            within(Unit.path, [path]),
        )
        .order_by(Complaint.received_on, Complaint.id)
    )
    found: dict[str, list[ComplaintFact]] = defaultdict(list)
    for row, place in rows:
        fact = ComplaintFact(
            row.received_on, row.due_on, row.about_epidemic, row.substantiated, row.settled_on
        )
        for each in (*ancestor_paths(place), place):
            found[each].append(fact)
    return {place: tuple(facts) for place, facts in found.items()}
