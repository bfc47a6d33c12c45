"""Trying a job again through the API."""

from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out
from schema.jobs import operations
from schema.jobs.graphql import Job


@strawberry.input
class RetryJobInput(CommandInput[operations.RetryJob]):
    """A job that was given up."""

    job: Annotated[strawberry.ID, IdOf("Job")] = strawberry.field(description="The job.")


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

        row, errors = await carry_out(info, operations.retry_job, input)
        return RetryJobPayload(job=Job.of(row) if row else None, errors=errors)
