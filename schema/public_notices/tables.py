"""Applications shown to the public before they go on."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped

from tenants.base import Base, TenantScoped


class PublicNotice(TenantScoped, Base):
    """An application is shown to the public from `starts_on` through `ends_on`, while `ended_at` is null."""

    __tablename__ = "public_notices"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        CheckConstraint("starts_on < ends_on", name="period"),
        Index(
            "uq_public_notices_running",
            "tenant_id",
            "application_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index(None, "tenant_id", "ends_on", postgresql_where=text("ended_at is null")),
    )

    application_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    step: Mapped[str]
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ended_at: Mapped[datetime | None]
