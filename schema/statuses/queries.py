"""The public schema's query: for third parties and citizens, with or without an API key."""

from typing import Annotated

import strawberry

from schema.designations import repository as designations
from schema.designations.repository import DesignationFilter
from schema.designations.rules import IN_FORCE
from schema.designations.tables import Designation
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, Edge, First, Last, Paging
from schema.guidelines.graphql import current_of
from schema.name_lists import repository as lists
from schema.name_lists.graphql import NameList
from schema.public_notices import repository as notices
from schema.public_notices.tables import PublicNotice as NoticeTable
from schema.statuses import repository
from schema.statuses.graphql import PublicNotice, StatusChange, UnitChange, UnitStatus
from schema.units import repository as units
from schema.units.repository.identities import get_by_any_code

Code = Annotated[str, strawberry.argument(description="The unit's code, e.g. `500110002001-A1`.")]


@strawberry.type
class PublicDistrict:
    """The district that answers."""

    name: str = strawberry.field(description="Name, e.g. 綦江区.")
    division_code: str | None = strawberry.field(
        description="GB/T 2260 code, if it is an administrative division."
    )
    guideline_title: str = strawberry.field(description="The guideline units are named under.")
    time_zone: str = strawberry.field(description="IANA time zone of its calendar days.")


@strawberry.type
class PublicQuery:
    """What anybody may ask."""

    @strawberry.field
    async def district(self, info: Info) -> PublicDistrict:
        """The district that answers."""
        tenant = info.context.operations.tenant
        edition = await current_of(info.context)
        return PublicDistrict(
            name=tenant.name,
            division_code=tenant.division_code,
            guideline_title=edition.guideline.title,
            time_zone=tenant.time_zone,
        )

    @strawberry.field
    async def unit_status(self, info: Info, code: Code) -> UnitStatus | None:
        """Whether the unit with this code bears its name; null if there is no such unit.

        A code nobody has any more leads to the unit that had it last: `code` tells its code now, `formerCodes` all
        before.
        """
        async with info.context.read() as session:
            row = await get_by_any_code(session, code)
        if row is None:
            return None
        held = await info.context.load(designations.held_by_units, row.id)
        return UnitStatus.of(row, held, info.context.operations)

    @strawberry.field
    async def titled_units(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        kind: Annotated[str | None, strawberry.argument(description="Only this kind.")] = None,
        under_code: Annotated[
            str | None, strawberry.argument(description="Only at or below this unit.")
        ] = None,
    ) -> Connection[UnitStatus]:
        """The units whose name is in force, last named first; empty below a unit that does not exist."""
        context = info.context
        scopes: tuple[str, ...] = ("",)
        if under_code is not None:
            async with context.read() as session:
                above = await get_by_any_code(session, under_code)
            scopes = (above.path,) if above else ()
        wanted = DesignationFilter(
            scopes=scopes, kind=kind, statuses=IN_FORCE, shown_on=context.operations.today()
        )
        found: Connection[Designation] = await list_connection(
            context,
            Paging("titledUnits", first, after, last, before),
            lambda row: row,
            read=lambda session, page: designations.list_designations(session, wanted, page),
            count=lambda session: designations.count_designations(session, wanted),
        )
        places = await context.load_all(units.by_ids, [edge.node.unit_id for edge in found.edges])
        edges = [
            Edge(place=edge.place, node=UnitStatus.of(place, edge.node, context.operations))
            for edge, place in zip(found.edges, places, strict=True)
            if place is not None
        ]
        return Connection(edges=edges, page_info=found.page_info, count=found.count)

    @strawberry.field
    async def published_lists(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[NameList]:
        """The lists of names the district published, the latest first."""
        return await list_connection(
            info.context,
            Paging("publishedLists", first, after, last, before),
            NameList.of,
            read=lists.list_published,
            count=lists.count_published,
        )

    @strawberry.field
    async def public_notices(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[PublicNotice]:
        """The units about to be named that are on public notice today, those whose notice ends first first."""
        context = info.context
        today = context.operations.today()
        found: Connection[NoticeTable] = await list_connection(
            context,
            Paging("publicNotices", first, after, last, before),
            lambda row: row,
            read=lambda session, page: notices.list_notices(session, today, page),
            count=lambda session: notices.count_notices(session, today),
        )
        places = await context.load_all(units.by_ids, [edge.node.unit_id for edge in found.edges])
        edges = [
            Edge(place=edge.place, node=PublicNotice.of(edge.node, place))
            for edge, place in zip(found.edges, places, strict=True)
            if place is not None
        ]
        return Connection(edges=edges, page_info=found.page_info, count=found.count)

    @strawberry.field
    async def status_changes(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[StatusChange]:
        """The feed of changes, oldest first; keep `endCursor` and come back with it."""
        return await list_connection(
            info.context,
            Paging("statusChanges", first, after, last, before),
            StatusChange.of,
            read=repository.list_changes,
            count=repository.count_changes,
        )

    @strawberry.field
    async def unit_changes(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[UnitChange]:
        """The feed of changes of the units themselves, oldest first; keep `endCursor` and come back with it.

        Whoever keeps codes of units learns here that one has another, or is no more.
        """
        return await list_connection(
            info.context,
            Paging("unitChanges", first, after, last, before),
            UnitChange.of,
            read=repository.list_unit_changes,
            count=repository.count_unit_changes,
        )
