"""What is asked of the tree: one unit, and lists of units."""

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import strawberry

from authz.actions import Action
from schema.frame.connections import list_connection
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import decode_id
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.units import repository
from schema.units.graphql import Unit, find_unit, unit_then
from schema.units.repository import UnitFilter
from schema.units.repository.identities import get_by_any_code
from schema.units.repository.placements import Then


@strawberry.type
class UnitQuery:
    """Reading the tree."""

    @strawberry.field
    async def unit(
        self,
        info: Info,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="The unit's global id.")] = None,
        code: Annotated[str | None, strawberry.argument(description="The unit's code.")] = None,
        as_of: Annotated[
            date | None,
            strawberry.argument(
                description="`standing` and the tree around it on this local day; today unless told."
            ),
        ] = None,
        known_at: Annotated[
            datetime | None,
            strawberry.argument(description="`standing` and the tree as known then; now unless told."),
        ] = None,
    ) -> Unit | None:
        """One unit by id or by code (exactly one of them); a code nobody has leads to the unit that had it last.

        Null if it did not exist or was unknown then, or lies outside the viewer's area now.
        """
        if (id is None) == (code is None):
            raise DomainError(ErrorCode.INVALID_INPUT, "id 与 code 须给出且只给出一个。", field=("id",))
        _ = info.context.official_id
        known_at = _with_zone(known_at)
        async with info.context.read() as session:
            if id is not None:
                row = await repository.get(session, decode_id("Unit", id, "id"))
            else:
                row = await get_by_any_code(session, code or "")
        if row is None or not info.context.may(Action.UNIT_READ, row.path):
            return None
        then = _then(info.context, as_of, known_at)
        if then is None:
            return Unit.of(row)
        unit = await unit_then(info.context, row, as_of, known_at, then)
        return unit if unit.placement is not None else None

    @strawberry.field
    async def units(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        kind: Annotated[
            str | None, strawberry.argument(description="Only this kind, e.g. `building`.")
        ] = None,
        under: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only below this unit.")
        ] = None,
        search: Annotated[
            str | None, strawberry.argument(description="Code prefix or part of the name.")
        ] = None,
    ) -> Connection[Unit]:
        """The units in the viewer's area, in tree order."""
        scopes = info.context.scopes(Action.UNIT_READ)
        above = (
            await find_unit(info.context, decode_id("Unit", under, "under")) if under is not None else None
        )
        if under is not None and above is None:
            raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("under",))
        chosen = UnitFilter(scopes=scopes, kind=kind, under=above.path if above else None, search=search)
        return await list_connection(
            info.context,
            Paging("units", first, after, last, before),
            Unit.of,
            read=lambda session, page: repository.list_units(session, chosen, page),
            count=lambda session: repository.count_units(session, chosen),
        )


def _then(context: RequestContext, as_of: date | None, known_at: datetime | None) -> Then | None:
    if as_of is None and known_at is None:
        return None
    known = known_at or context.operations.clock()
    zone = ZoneInfo(context.operations.tenant.time_zone)
    return Then(as_of or known.astimezone(zone).date(), known)


def _with_zone(instant: datetime | None) -> datetime | None:
    if instant is not None and instant.tzinfo is None:
        raise DomainError(ErrorCode.INVALID_INPUT, "时刻须带时区。", field=("knownAt",))
    return instant
