"""Jobs in the API: what happens in the background of the district."""

import uuid
from datetime import datetime
from enum import StrEnum

import strawberry

from authz.actions import Action
from schema.frame.context import RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.jobs import repository
from tenants.jobs import Job as JobTable


@strawberry.enum
class JobState(StrEnum):
    """How a job stands. WAITING is also a job that failed and is to be tried again; DEAD is one given up."""

    CANCELLED = "cancelled"
    DEAD = "dead"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    WAITING = "waiting"


@strawberry.type
class Job(Node):
    """Something that happens in the background: asked for by an operation, or come round by itself."""

    kind: str = strawberry.field(description="What is done, e.g. `sweep.forgetting`.")
    state: JobState = strawberry.field(description="How it stands.")
    attempts: int = strawberry.field(description="How often it was tried.")
    done: int = strawberry.field(description="How much of `total` is done.")
    total: int | None = strawberry.field(description="How much there is to do; null if that is not told.")
    error: str | None = strawberry.field(description="Code of the latest failure; null if there was none.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    due_at: datetime = strawberry.field(description="When it is to be tried, or was to be.")
    started_at: datetime | None = strawberry.field(description="When the latest attempt began.")
    finished_at: datetime | None = strawberry.field(description="When it succeeded or was given up.")

    @classmethod
    def of(cls, row: JobTable) -> "Job":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("Job", row.id)),
            kind=row.kind,
            state=JobState(row.state),
            attempts=row.attempts,
            done=row.done,
            total=row.total,
            error=row.error,
            created_at=row.created_at,
            due_at=row.due_at,
            started_at=row.started_at,
            finished_at=row.finished_at,
        )


@fetches("Job")
async def _fetch(context: RequestContext, job_id: uuid.UUID) -> Job | None:
    if not context.operations.scopes_for(Action.JOB_READ):
        return None
    row = await context.load(repository.by_ids, job_id)
    return Job.of(row) if row else None
