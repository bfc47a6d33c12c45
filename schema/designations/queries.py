"""Lists of names through the API."""

from datetime import date, timedelta
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.designations import repository
from schema.designations.graphql import Designation, DesignationStatus
from schema.designations.graphql.coverage import TitleCoverage, counted_kinds
from schema.designations.readable import FARTHEST_DAYS
from schema.designations.repository import DesignationFilter, tallies
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import decode_id
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.guidelines.graphql import current_of
from schema.units.graphql import find_unit
from schema.units.repository.kinds import count_of_kinds


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
        scopes, today = info.context.scopes(Action.UNIT_READ), info.context.operations.today()
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
            today=today,
            expiring_by=None if expiring_within is None else today + timedelta(days=expiring_within),
        )
        return await list_connection(
            info.context,
            Paging("designations", first, after, last, before),
            Designation.of,
            read=lambda session, page: repository.list_designations(session, wanted, page),
            count=lambda session: repository.count_designations(session, wanted),
        )


@strawberry.type
class CoverageQuery:
    """The coverage figure."""

    @strawberry.field
    async def coverage(
        self,
        info: Info,
        kind: Annotated[
            str | None, strawberry.argument(description="One kind of units; the target's kinds unless told.")
        ] = None,
        as_of: Annotated[
            date | None,
            strawberry.argument(description="A local day, today unless told; none in the future."),
        ] = None,
    ) -> TitleCoverage:
        """Titled and total units of the viewer's area on a day, with the guideline's target (T-P10)."""
        scopes = info.context.scopes(Action.UNIT_READ)
        today = info.context.operations.today()
        on = as_of or today
        if on > today:
            raise DomainError(ErrorCode.INVALID_INPUT, "日期不得晚于今天。", field=("asOf",))
        guideline = (await current_of(info.context)).guideline
        kinds = counted_kinds(guideline, kind)
        async with info.context.read() as session:
            if on == today:
                counted = await tallies.coverage_now(session, scopes, kinds, today)
                total, titled = counted.total, counted.held
            else:
                total = await count_of_kinds(session, scopes, kinds)
                titled = await tallies.count_titled_on(session, scopes, kinds, on)
        target = guideline.coverage_target
        aimed = target if target is not None and set(kinds) <= set(target.unit_kinds) else None
        return TitleCoverage(
            as_of=on,
            kinds=list(kinds),
            titled=titled,
            total=total,
            percent=titled * 100 // total if total else 0,
            target_percent=aimed.percent if aimed else None,
            target_by=aimed.by if aimed else None,
            reached=total > 0 and titled * 100 >= aimed.percent * total if aimed else None,
        )
