"""What is asked of jobs."""

from typing import Annotated

import strawberry

from authz.actions import Action
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.jobs import repository
from schema.jobs.graphql import Job, JobState
from schema.jobs.repository import JobFilter


@strawberry.type
class JobQuery:
    """Watching what happens in the background."""

    @strawberry.field
    async def jobs(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        state: Annotated[JobState | None, strawberry.argument(description="Only jobs that stand so.")] = None,
        kind: Annotated[str | None, strawberry.argument(description="Only jobs of this kind.")] = None,
    ) -> Connection[Job]:
        """The jobs of the district, newest first; finished ones are kept for a month."""
        _ = info.context.scopes(Action.JOB_READ)
        wanted = JobFilter(kind=kind, state=state.value if state else None)
        return await list_connection(
            info.context,
            Paging("jobs", first, after, last, before),
            Job.of,
            read=lambda session, page: repository.list_jobs(session, wanted, page),
            count=lambda session: repository.count_jobs(session, wanted),
        )
