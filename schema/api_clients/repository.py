"""Every statement on programs of third parties."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from authz.tables import ApiClient
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.locking import lock_row
from tenants.database import Session


async def lock_client(session: Session, client_id: uuid.UUID) -> ApiClient:
    """Read an API client for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, ApiClient, client_id)
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND, "接口客户端不存在。", field=("apiClient",))
    return row


async def client_by_name(session: Session, name: str) -> ApiClient | None:
    """Read an API client by name, revoked ones too."""
    return await session.scalar(
        select(ApiClient).where(ApiClient.tenant_id == session.info["tenant_id"], ApiClient.name == name)
    )


async def clients_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, ApiClient]:
    """Read API clients by id (loader batch)."""
    rows = await session.scalars(
        select(ApiClient).where(ApiClient.tenant_id == session.info["tenant_id"], ApiClient.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def list_clients(session: Session) -> Sequence[ApiClient]:
    """List the API clients, newest first."""
    rows = await session.scalars(
        select(ApiClient)
        .where(ApiClient.tenant_id == session.info["tenant_id"])
        .order_by(ApiClient.id.desc())
    )
    return rows.all()
