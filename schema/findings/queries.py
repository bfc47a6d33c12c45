"""Lists of what supervision found and of appeals, over the whole of the viewer's area."""

from typing import Annotated

import strawberry

from authz.actions import Action
from schema.findings import repository
from schema.findings.graphql import SupervisionFinding, SupervisionFindingStatus
from schema.frame.connections import list_connection
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import decode_id
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.units.graphql import find_unit

Under = Annotated[strawberry.ID | None, strawberry.argument(description="Only at or below this unit.")]


@strawberry.type
class SupervisionQuery:
    """Reading what supervision found."""

    @strawberry.field
    async def supervision_findings(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        under: Under = None,
        status: Annotated[
            SupervisionFindingStatus | None, strawberry.argument(description="Only those that stand so.")
        ] = None,
        overdue: Annotated[
            bool, strawberry.argument(description="Only open ones whose last day has passed.")
        ] = False,
    ) -> Connection[SupervisionFinding]:
        """The findings in the viewer's area, newest first."""
        paths = await paths_of(info.context, under)
        wanted = status.value if status else None
        late = info.context.operations.today() if overdue else None
        return await list_connection(
            info.context,
            Paging("supervisionFindings", first, after, last, before),
            SupervisionFinding.of,
            read=lambda session, page: repository.list_findings(session, paths, wanted, late, page),
            count=lambda session: repository.count_findings(session, paths, wanted, late),
        )


async def paths_of(context: RequestContext, under: str | None) -> tuple[str, ...]:
    """Give the paths a list covers: the viewer's area, or a unit in it."""
    scopes = context.scopes(Action.FINDING_READ)
    if under is None:
        return scopes
    found = await find_unit(context, decode_id("Unit", under, "under"))
    if found is None or not context.may(Action.FINDING_READ, found.path):
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("under",))
    return (found.path,)
