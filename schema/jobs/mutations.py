"""Trying a job again through the API."""

import strawberry

from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle
from schema.jobs import operations
from schema.jobs.graphql import Job
from tenants.jobs import Job as JobTable


@strawberry.input
class RetryJobInput:
    """A job that was given up."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    job: strawberry.ID = strawberry.field(description="The job.")


@strawberry.type
class RetryJobPayload:
    """The job, waiting again."""

    job: Job | None = strawberry.field(description="The job; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class JobMutation:
    """Acting on what happens in the background."""

    @strawberry.mutation
    async def retry_job(self, info: Info, input: RetryJobInput) -> RetryJobPayload:
        """Have a job that was given up tried again at once."""

        async def run() -> JobTable:
            command = operations.RetryJob(
                idempotency_key=input.idempotency_key, job_id=decode_id("Job", input.job, "job")
            )
            return await operations.retry_job(info.context.operations, command)

        row, errors = await settle(run())
        return RetryJobPayload(job=Job.of(row) if row else None, errors=errors)
