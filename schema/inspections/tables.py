"""Inspections of units in a batch, and the score sheets of their inspectors."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class Inspection(TenantScoped, Base):
    """An acceptance team's inspection of a unit's place in a batch. `status`: open, passed or failed.

    `settlement` lists what the leader settled: `{"item", "points", "reason"}`. `points` are rounded down to
    hundredths.
    """

    __tablename__ = "inspections"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "entry_id"], ["batch_entries.tenant_id", "batch_entries.id"]),
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        ForeignKeyConstraint(["tenant_id", "concluded_by"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "review_id"], ["reviews.tenant_id", "reviews.id"]),
        UniqueConstraint("tenant_id", "entry_id"),
        Index(None, "tenant_id", "application_id"),
        CheckConstraint("status in ('open', 'passed', 'failed')", name="status"),
        CheckConstraint("(status = 'open') = (concluded_at is null)", name="concluded_at"),
    )

    entry_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID]
    status: Mapped[str] = mapped_column(default="open")
    opened_at: Mapped[datetime]
    points: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    settlement: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    concluded_by: Mapped[uuid.UUID | None]
    concluded_at: Mapped[datetime | None]
    review_id: Mapped[uuid.UUID | None]


class ScoreSheet(TenantScoped, Base):
    """What one inspector found, line by line: `{"item", "points", "reason"}`; unchangeable once submitted."""

    __tablename__ = "score_sheets"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "inspection_id"], ["inspections.tenant_id", "inspections.id"]),
        ForeignKeyConstraint(["tenant_id", "inspector_id"], ["officials.tenant_id", "officials.id"]),
        UniqueConstraint("tenant_id", "inspection_id", "inspector_id"),
    )

    inspection_id: Mapped[uuid.UUID]
    inspector_id: Mapped[uuid.UUID]
    office: Mapped[str]
    scores: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
