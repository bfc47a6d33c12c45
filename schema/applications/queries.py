"""Reading applications and worklists through the API."""

from enum import StrEnum
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.applications import repository
from schema.applications.graphql import Application, ApplicationStatus, find_application
from schema.applications.repository import ApplicationFilter
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.identifiers import GlobalId, decode_id
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.worklists.repository import Narrowing, Tab, count_tab, read_tab


@strawberry.enum
class WorklistTab(StrEnum):
    """Tabs of an official's work: waiting for me, dealt with by me, all of my area, waiting for nobody.

    The last is the commission's and the headquarters' to look after, and empty for others.
    """

    AREA = "area"
    DONE = "done"
    PENDING = "pending"
    UNASSIGNED = "unassigned"


@strawberry.type
class WorklistCounts:
    """True counts of the tabs."""

    pending: int = strawberry.field(description="Waiting for the viewer.")
    done: int = strawberry.field(description="The viewer took part.")
    area: int = strawberry.field(description="All of the viewer's area.")
    unassigned: int = strawberry.field(
        description="Waiting for nobody; 0 unless the viewer looks after that."
    )
    overdue: int = strawberry.field(description="Of those waiting for the viewer, past their deadline.")
    escalated: int = strawberry.field(description="Of those waiting for the viewer, escalated.")


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
        tab: Annotated[WorklistTab, strawberry.argument(description="Which of the lists.")],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        overdue: Annotated[bool, strawberry.argument(description="Only past their deadline.")] = False,
        escalated: Annotated[bool, strawberry.argument(description="Only escalated ones.")] = False,
    ) -> Connection[Application]:
        """The viewer's work, longest waiting first."""
        _ = info.context.official_id
        context = info.context.operations
        name: Tab = tab.value
        wanted = Narrowing(overdue, escalated)
        return await list_connection(
            info.context,
            Paging(f"worklist.{name}.{overdue:d}{escalated:d}", first, after, last, before),
            Application.of,
            read=lambda session, page: read_tab(session, context, name, page, wanted),
            count=lambda session: count_tab(session, context, name, wanted),
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
                unassigned=await count_tab(session, context, "unassigned"),
                overdue=await count_tab(session, context, "pending", Narrowing(overdue=True)),
                escalated=await count_tab(session, context, "pending", Narrowing(escalated=True)),
            )
