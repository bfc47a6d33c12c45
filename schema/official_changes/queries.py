"""What is asked before somebody leaves."""

from typing import Annotated

import strawberry

from authz.actions import Action
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import decode_id
from schema.official_changes.graphql import OfficialDeparture
from schema.official_changes.guards import leaving_refusals
from schema.official_changes.loading import read_departure, read_needed, read_roles
from schema.officials import repository as officials
from schema.worklists.repository import open_editions


@strawberry.type
class OfficialChangeQuery:
    """Reading what hangs on an official."""

    @strawberry.field
    async def official_departure(
        self,
        info: Info,
        official: Annotated[strawberry.ID, strawberry.argument(description="Who is to leave.")],
    ) -> OfficialDeparture:
        """What hangs on an official now; for administrators."""
        _ = info.context.scopes(Action.OFFICIAL_CHANGE)
        context = info.context.operations
        found = decode_id("Official", official, "official")
        now = context.clock()
        async with info.context.read() as session:
            row = (await officials.by_ids(session, [found])).get(found)
            if row is None:
                raise DomainError(ErrorCode.NOT_FOUND, "人员不存在。", field=("official",))
            roles = await read_roles(session, row.id)
            editions = await open_editions(session)
            departure = await read_departure(session, row, roles, editions, now)
            needed = await read_needed(session, context.today(), editions)
            refusals = await leaving_refusals(session, departure.roles, now, needed)
        return OfficialDeparture.of(departure, refusals, now, context.tenant.time_zone)
