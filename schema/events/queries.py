"""What is asked of health events."""

from datetime import date
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.events import repository
from schema.events.graphql import HealthEvent, HealthEventKind, HealthEventStanding
from schema.events.repository import EventFilter
from schema.events.rules import EventStanding
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import decode_id
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.units.graphql import find_unit


@strawberry.type
class EventQuery:
    """Reading health events."""

    @strawberry.field
    async def health_events(
        self,
        info: Info,
        unit: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="This unit and all below it; the viewer's area unless told."),
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        kind: Annotated[
            HealthEventKind | None, strawberry.argument(description="Only events of this kind.")
        ] = None,
        standing: Annotated[
            HealthEventStanding | None, strawberry.argument(description="Only events that stand so.")
        ] = None,
        since: Annotated[
            date | None, strawberry.argument(description="Only events of this local day and later.")
        ] = None,
        until: Annotated[
            date | None, strawberry.argument(description="Only events of this local day and earlier.")
        ] = None,
    ) -> Connection[HealthEvent]:
        """The events in a unit and below, and those it answers for, last known first."""
        paths = info.context.scopes(Action.EVENT_READ)
        if unit is not None:
            found = await find_unit(info.context, decode_id("Unit", unit, "unit"))
            if found is None or not info.context.may(Action.EVENT_READ, found.path):
                raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
            paths = (found.path,)
        wanted = EventFilter(
            paths,
            kind.value if kind else None,
            EventStanding(standing.value) if standing else None,
            since,
            until,
        )
        return await list_connection(
            info.context,
            Paging("healthEvents", first, after, last, before),
            HealthEvent.of,
            read=lambda session, page: repository.list_events(session, wanted, page),
            count=lambda session: repository.count_events(session, wanted),
        )
