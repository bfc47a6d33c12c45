"""Trying a job again that was given up."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.jobs import repository
from tenants.jobs import Job


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryJob(Command):
    """A job that was given up."""

    job_id: uuid.UUID


@operation("job.retry", Job)
async def retry_job(tx: Transaction, command: RetryJob) -> Job:
    """Have a job that was given up tried again, with all its attempts."""
    tx.authorize(Action.JOB_RETRY, WHOLE_DISTRICT)
    job = await repository.lock(tx.session, command.job_id)
    if job.state != "dead":
        raise DomainError(
            ErrorCode.JOB_NOT_DEAD, "该任务未被放弃。", field=("job",), details={"state": job.state}
        )
    tx.note(kind=job.kind, error=job.error)
    job.state, job.attempts, job.due_at, job.finished_at = "waiting", 0, tx.now, None
    return job
