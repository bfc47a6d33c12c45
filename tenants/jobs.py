"""Jobs: what is to happen later, written in the transaction that wants it; rolled back, it was never wanted."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped, new_id

Payload = Mapping[str, Any]


class Job(TenantScoped, Base):
    """One job of one tenant. `payload` holds ids and codes, `error` a code: no personal data.

    A `key` names an occurrence: a second job of the kind with the same key is not written. `claim` is the
    attempt that works on it now; a claim whose `leased_until` has passed is void.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("tenant_id", "kind", "key"),
        CheckConstraint("state in ('waiting', 'running', 'succeeded', 'dead', 'cancelled')", name="state"),
        CheckConstraint("(state = 'running') = (claim is not null)", name="claim"),
        CheckConstraint("(state in ('waiting', 'running')) = (finished_at is null)", name="finished_at"),
        Index(
            "ix_jobs_due",
            "tenant_id",
            "due_at",
            "id",
            postgresql_where=text("state in ('waiting', 'running')"),
        ),
    )

    kind: Mapped[str]
    key: Mapped[str | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    claim: Mapped[uuid.UUID | None]
    leased_until: Mapped[datetime | None]


async def enqueue(
    session: AsyncSession,
    kind: str,
    payload: Payload,
    now: datetime,
    *,
    due_at: datetime | None = None,
    key: str | None = None,
) -> bool:
    """Write a job in the session's transaction; tell whether it is new, that is whether its key was free."""
    written = await session.execute(
        insert(Job)
        .values(
            tenant_id=session.info["tenant_id"],
            id=new_id(),
            kind=kind,
            key=key,
            payload=dict(payload),
            state="waiting",
            attempts=0,
            done=0,
            created_at=now,
            due_at=due_at or now,
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "kind", "key"])
        .returning(Job.id)
    )
    return written.scalar_one_or_none() is not None
