"""Lists of names through the API."""

from datetime import timedelta
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.designations import repository
from schema.designations.graphql import Designation, DesignationStatus
from schema.designations.repository import DesignationFilter
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import decode_id
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.units.graphql import find_unit

FARTHEST_DAYS = 3650


@strawberry.type
class DesignationQuery:
    """Reading names."""

    @strawberry.field
    async def designations(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        under: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only at or below this unit.")
        ] = None,
        status: Annotated[
            DesignationStatus | None, strawberry.argument(description="Only names that stand so.")
        ] = None,
        expiring_within: Annotated[
            int | None,
            strawberry.argument(
                description="Only names held whose last day is at most so many days away, 0 to 3650."
            ),
        ] = None,
    ) -> Connection[Designation]:
        """The names in the viewer's area, newest first."""
        scopes = info.context.scopes(Action.UNIT_READ)
        above = (
            await find_unit(info.context, decode_id("Unit", under, "under")) if under is not None else None
        )
        if under is not None and above is None:
            raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("under",))
        if expiring_within is not None and not 0 <= expiring_within <= FARTHEST_DAYS:
            message = f"天数应在0至{FARTHEST_DAYS}之间。"
            raise DomainError(ErrorCode.INVALID_INPUT, message, field=("expiringWithin",))
        wanted = DesignationFilter(
            scopes=scopes,
            under=above.path if above else None,
            statuses=(status.value,) if status else None,
            expiring_by=None
            if expiring_within is None
            else info.context.operations.today() + timedelta(days=expiring_within),
        )
        return await list_connection(
            info.context,
            Paging("designations", first, after, last, before),
            Designation.of,
            read=lambda session, page: repository.list_designations(session, wanted, page),
            count=lambda session: repository.count_designations(session, wanted),
        )
