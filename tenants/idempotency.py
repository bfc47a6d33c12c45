"""Idempotency keys: the same call sent twice acts once; the same key with other input is refused."""

import uuid
from datetime import datetime

from sqlalchemy import DateTime, LargeBinary, Text, UniqueConstraint, Uuid, bindparam, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from tenants.base import Base, TenantScoped, new_id
from tenants.bulk import Closing

_CLAIM = text(
    """
    insert into idempotency_keys (tenant_id, id, actor_id, key, operation, input_digest, created_at)
    values (:tenant, :id, :actor, :key, :operation, :digest, :at)
    on conflict (tenant_id, actor_id, key) do nothing
    returning id
    """
).bindparams(
    bindparam("tenant", type_=Uuid()),
    bindparam("id", type_=Uuid()),
    bindparam("actor", type_=Uuid()),
    bindparam("digest", type_=LargeBinary()),
    bindparam("at", type_=DateTime(timezone=True)),
)
_COMPLETE = """
    update idempotency_keys set result_id = :result_id
    where tenant_id = :tenant and actor_id = :claimed_by and key = :claimed_key
"""
_KINDS = (("claimed_by", Uuid()), ("claimed_key", Text()), ("result_id", Uuid()))


class IdempotencyKey(TenantScoped, Base):
    """One claimed key of one actor. `input_digest` is SHA-256 over operation and input; `result_id` the entity."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("tenant_id", "actor_id", "key"),)

    actor_id: Mapped[uuid.UUID]
    key: Mapped[str]
    operation: Mapped[str]
    input_digest: Mapped[bytes]
    result_id: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime]


async def claim(session: AsyncSession, candidate: IdempotencyKey) -> IdempotencyKey | None:
    """Claim the key for this transaction; return the earlier claim if there is one.

    A concurrent holder of the same key makes this wait until that transaction ends.
    """
    tenant_id = session.info["tenant_id"]
    given = {
        "tenant": tenant_id,
        "id": new_id(),
        "actor": candidate.actor_id,
        "key": candidate.key,
        "operation": candidate.operation,
        "digest": candidate.input_digest,
        "at": candidate.created_at,
    }
    claimed = await session.execute(_CLAIM, given)
    if claimed.scalar_one_or_none() is not None:
        return None
    return await session.scalar(
        select(IdempotencyKey).where(
            IdempotencyKey.tenant_id == tenant_id,
            IdempotencyKey.actor_id == candidate.actor_id,
            IdempotencyKey.key == candidate.key,
        )
    )


def completion(candidate: IdempotencyKey, result_id: uuid.UUID) -> Closing:
    """Note which entity the claimed call made, for whoever repeats it, with the last statement of its transaction."""
    claimed = {"claimed_by": candidate.actor_id, "claimed_key": candidate.key, "result_id": result_id}
    return Closing(_COMPLETE, claimed, _KINDS)


async def claimed_keys(session: AsyncSession, prefix: str) -> frozenset[str]:
    """List the tenant's claimed keys that begin with `prefix`, so that a long run of calls can be resumed."""
    rows = await session.scalars(
        select(IdempotencyKey.key).where(
            IdempotencyKey.tenant_id == session.info["tenant_id"],
            IdempotencyKey.key.startswith(prefix, autoescape=True),
        )
    )
    return frozenset(rows)


async def forget_keys(session: AsyncSession, before: datetime) -> int:
    """Forget the tenant's keys claimed before an instant, so that a repetition acts anew; return how many."""
    forgotten = await session.execute(
        delete(IdempotencyKey)
        .where(
            IdempotencyKey.tenant_id == session.info["tenant_id"],
            IdempotencyKey.created_at < before,
        )
        .returning(IdempotencyKey.id)
    )
    return len(forgotten.all())
