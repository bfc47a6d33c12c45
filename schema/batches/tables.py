"""Batches, the acceptance team of each, the units in them, and what those that failed must put right."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as


class Batch(TenantScoped, Base):
    """A round of intake and inspection in the area of a unit, under the guideline version it opened with.

    `number` counts the batches of a process in the area. At most one urgent and one other are open at a time.
    """

    __tablename__ = "batches"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        ForeignKeyConstraint(["tenant_id", "opened_by"], ["officials.tenant_id", "officials.id"]),
        UniqueConstraint("tenant_id", "unit_id", "process", "number"),
        CheckConstraint("kind in ('pilot', 'regular', 'urgent')", name="kind"),
        CheckConstraint("status in ('open', 'closed')", name="status"),
        CheckConstraint("(closed_at is null) = (status = 'open')", name="closed_at"),
        CheckConstraint("opens_on <= closes_on", name="window"),
        CheckConstraint("kind <> 'urgent' or reason is not null", name="reason"),
        Index(
            "uq_batches_open",
            "tenant_id",
            "unit_id",
            "process",
            text("(kind = 'urgent')"),
            unique=True,
            postgresql_where=text("status = 'open'"),
            info=refused_as(ErrorCode.BATCH_OPEN_ALREADY, "已有未关闭的批次。"),
        ),
    )

    unit_id: Mapped[uuid.UUID]
    guideline_version_id: Mapped[uuid.UUID]
    process: Mapped[str]
    number: Mapped[int]
    kind: Mapped[str]
    reason: Mapped[str | None]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    status: Mapped[str] = mapped_column(default="open")
    opened_by: Mapped[uuid.UUID]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy


class BatchMember(TenantScoped, Base):
    """A member of a batch's acceptance team 验收组, for an office; one of them leads. Append-only."""

    __tablename__ = "batch_members"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "batch_id"], ["batches.tenant_id", "batches.id"]),
        ForeignKeyConstraint(["tenant_id", "official_id"], ["officials.tenant_id", "officials.id"]),
        UniqueConstraint("tenant_id", "batch_id", "official_id"),
        Index(
            "uq_batch_members_leader", "tenant_id", "batch_id", unique=True, postgresql_where=text("leads")
        ),
    )

    batch_id: Mapped[uuid.UUID]
    official_id: Mapped[uuid.UUID]
    office: Mapped[str]
    leads: Mapped[bool]
    appointed_at: Mapped[datetime]


class BatchEntry(TenantScoped, Base):
    """A unit in a batch, once, by an application; `outcome` is what its inspection and decision came to."""

    __tablename__ = "batch_entries"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "batch_id"], ["batches.tenant_id", "batches.id"]),
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        UniqueConstraint("tenant_id", "batch_id", "unit_id"),
        CheckConstraint("outcome in ('pending', 'passed', 'failed', 'withdrawn')", name="outcome"),
        Index(None, "tenant_id", "application_id"),
        Index(None, "tenant_id", "unit_id"),
    )

    batch_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    outcome: Mapped[str] = mapped_column(default="pending")
    entered_at: Mapped[datetime]
    concluded_at: Mapped[datetime | None]


class Rectification(TenantScoped, Base):
    """Something an inspection found wanting, to be put right by a day; `measure` tells what was done.

    `overdue_told_at` is when those who have to put it right were told that it is overdue.
    """

    __tablename__ = "rectifications"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "entry_id"], ["batch_entries.tenant_id", "batch_entries.id"]),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "reported_by"], ["officials.tenant_id", "officials.id"]),
        UniqueConstraint("tenant_id", "entry_id", "item"),
        CheckConstraint("(done_on is null) = (measure is null)", name="done_on"),
        Index(None, "tenant_id", "unit_id"),
    )

    entry_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    item: Mapped[str]
    title: Mapped[str]
    finding: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    measure: Mapped[str | None]
    reported_by: Mapped[uuid.UUID | None]
    overdue_told_at: Mapped[datetime | None]
