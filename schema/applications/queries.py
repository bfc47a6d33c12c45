"""Reading applications and worklists through the API."""

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
