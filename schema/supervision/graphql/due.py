"""Which names are due to be assessed again."""

from datetime import timedelta

import strawberry

from authz.actions import Action
from schema.criteria.repository import periodic_on
from schema.designations.graphql import Designation
from schema.designations.repository.due import list_due
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.frame.pagination import Latest
from schema.guidelines.graphql import current_of
from schema.units.graphql import Unit


@edge(Unit)
async def assessments_due(
    unit: strawberry.Parent[Unit], info: Info, first: Latest = 10
) -> list[Designation] | None:
    """Names at the unit and below whose assessment in turn is due, the longest waiting first; null outside the area."""
    if not info.context.may(Action.FINDING_READ, unit.path):
        return None
    periods = (await current_of(info.context)).guideline.supervision.periodic
    today = info.context.operations.today()
    late = [(period.unit_kinds, today - timedelta(days=period.every_days)) for period in periods]
    async with info.context.read() as session:
        rows = await list_due(session, unit.path, late, periodic_on, first)
    return [Designation.of(row) for row in rows]
