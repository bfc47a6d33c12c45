"""What an official was told, and when it was read."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class Notification(TenantScoped, Base):
    """One notification of one official: what happened in `unit_id`, or in `units` units of their area.

    `subject_type` and `subject_id` name what it is about; where it tells of several matters that are to be dealt with,
    `subjects` are those that still are. `ended_at` is when all were. There is no text: it is written when it is read.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "official_id"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        Index(None, "tenant_id", "official_id", "id"),
        Index(
            "ix_notifications_unread", "tenant_id", "official_id", postgresql_where=text("read_at is null")
        ),
        Index("ix_notifications_open", "tenant_id", "subject_id", postgresql_where=text("ended_at is null")),
        Index(
            "ix_notifications_several",
            "tenant_id",
            "kind",
            postgresql_where=text("ended_at is null and subjects is not null"),
        ),
    )

    official_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    unit_id: Mapped[uuid.UUID]
    units: Mapped[int] = mapped_column(default=1)
    subject_type: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    subjects: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
