"""Supervision in the API: what was found, what units appeal against, what is due to be assessed again."""

from typing import Annotated

import strawberry

from authz.actions import Action
from schema.designations.graphql import Designation
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.frame.pagination import Latest
from schema.guidelines.graphql import current_of
from schema.supervision import repository
from schema.units.graphql import Unit

Pending = Annotated[bool, strawberry.argument(description="Only those somebody still has to act on.")]


@edge(Unit)
async def assessments_due(
    unit: strawberry.Parent[Unit], info: Info, first: Latest = 10
) -> list[Designation] | None:
    """Names at the unit and below whose assessment in turn is due, the longest waiting first; null outside the area."""
    if not info.context.may(Action.FINDING_READ, unit.path):
        return None
    periods = (await current_of(info.context)).guideline.supervision.periodic
    today = info.context.operations.today()
    async with info.context.read() as session:
        rows = await repository.due_below(session, unit.path, periods, today, first)
    return [Designation.of(row) for row in rows]
