"""What awaits an official, was dealt with, or waits for nobody."""

from enum import StrEnum
from typing import Annotated

import strawberry

from schema.applications.graphql import Application
from schema.frame.connections import list_connection
from schema.frame.context import Info
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
class WorklistQuery:
    """Reading what awaits whom."""

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
