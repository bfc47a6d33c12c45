"""The audit log: who did what, when, in which role; written in the transaction of the deed, never changed."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class AuditEntry(TenantScoped, Base):
    """One deed. `detail` holds ids, codes and counts: no personal data. The runtime role may insert and read.

    `on_behalf_of` names the official the actor stood in for, if they did.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "tenant_id", "entity_id", "at"), Index(None, "tenant_id", "at"))

    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str | None]
    on_behalf_of: Mapped[uuid.UUID | None]
    action: Mapped[str]
    entity_type: Mapped[str]
    entity_id: Mapped[uuid.UUID | None]
    trace_id: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
