"""Reading applications and worklists through the API."""

from enum import StrEnum
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.applications import repository
from schema.applications.graphql import Application, ApplicationStatus, find_application
from schema.applications.repository import ApplicationFilter
from schema.applications.worklist import Tab, count_tab, read_tab
from schema.connections import list_connection
from schema.context import Info
from schema.identifiers import GlobalId, decode_id
from schema.pagination import After, Before, Connection, First, Last, Paging


@strawberry.enum
class WorklistTab(StrEnum):
    """Tabs of an official's work: waiting for me, dealt with by me, all of my area."""

    AREA = "area"
    DONE = "done"
    PENDING = "pending"


@strawberry.type
class WorklistCounts:
    """True counts of the tabs."""

    pending: int = strawberry.field(description="Waiting for the viewer.")
    done: int = strawberry.field(description="The viewer took part.")
    area: int = strawberry.field(description="All of the viewer's area.")


@strawberry.type
class ApplicationQuery:
    """Reading applications."""

    @strawberry.field
    async def application(self, info: Info, id: GlobalId) -> Application | None:
        """One application; null if unknown or outside the viewer's area."""
        _ = info.context.official_id
        return await find_application(info.context, decode_id("Application", id, "id"))

    @strawberry.field
    async def applications(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        unit: Annotated[strawberry.ID | None, strawberry.argument(description="Only of this unit.")] = None,
        status: Annotated[
            ApplicationStatus | None, strawberry.argument(description="Only those that stand so.")
        ] = None,
    ) -> Connection[Application]:
        """The applications of the viewer's area, newest first."""
        wanted = ApplicationFilter(
            scopes=info.context.scopes(Action.APPLICATION_READ),
            unit_id=decode_id("Unit", unit, "unit") if unit is not None else None,
            status=status.value if status else None,
        )
        return await list_connection(
            info.context,
            Paging("applications", first, after, last, before),
            Application.of,
            read=lambda session, page: repository.list_applications(session, wanted, page),
            count=lambda session: repository.count_applications(session, wanted),
        )

    @strawberry.field
    async def worklist(
        self,
        info: Info,
        tab: Annotated[WorklistTab, strawberry.argument(description="Which of the three lists.")],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Application]:
        """The viewer's work, longest waiting first."""
        _ = info.context.official_id
        context = info.context.operations
        name: Tab = tab.value
        return await list_connection(
            info.context,
            Paging(f"worklist.{name}", first, after, last, before),
            Application.of,
            read=lambda session, page: read_tab(session, context, name, page),
            count=lambda session: count_tab(session, context, name),
        )

    @strawberry.field
    async def worklist_counts(self, info: Info) -> WorklistCounts:
        """How much is on each tab."""
        _ = info.context.official_id
        context = info.context.operations
        async with info.context.read() as session:
            return WorklistCounts(
                pending=await count_tab(session, context, "pending"),
                done=await count_tab(session, context, "done"),
                area=await count_tab(session, context, "area"),
            )
