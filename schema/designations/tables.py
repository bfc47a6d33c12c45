"""Designations: the name a unit bears, and everything that happened to it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class Designation(TenantScoped, Base):
    """A name given to a unit under a number. `active` and `suspended` are held; `revoked` is over."""

    __tablename__ = "designations"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "application_id"),
        CheckConstraint("status in ('active', 'suspended', 'revoked')", name="status"),
        CheckConstraint("(ended_on is null) = (status <> 'revoked')", name="ended_on"),
        Index(
            "uq_designations_held",
            "tenant_id",
            "unit_id",
            unique=True,
            postgresql_where=text("status <> 'revoked'"),
        ),
    )

    unit_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID]
    guideline_version_id: Mapped[uuid.UUID]
    number: Mapped[str]
    title: Mapped[str]
    status: Mapped[str] = mapped_column(default="active")
    named_on: Mapped[date]
    ended_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy


class DesignationChange(TenantScoped, Base):
    """One change of a designation, append-only, with its cause: public code, clause and, if any, the event."""

    __tablename__ = "designation_changes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "designation_id"], ["designations.tenant_id", "designations.id"]),
        ForeignKeyConstraint(["tenant_id", "event_id"], ["health_events.tenant_id", "health_events.id"]),
        UniqueConstraint("tenant_id", "designation_id", "ordinal"),
        CheckConstraint("change in ('named', 'suspended', 'revoked', 'restored')", name="change"),
    )

    designation_id: Mapped[uuid.UUID]
    ordinal: Mapped[int]
    change: Mapped[str]
    cause: Mapped[str]
    clause: Mapped[str | None]
    event_id: Mapped[uuid.UUID | None]
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str | None]
    effective_on: Mapped[date]
    at: Mapped[datetime]


class DesignationCounter(TenantScoped, Base):
    """The last number given for a series such as `building-2022`; locked by whoever takes the next."""

    __tablename__ = "designation_counters"
    __table_args__ = (
        UniqueConstraint("tenant_id", "series"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
    )

    series: Mapped[str]
    latest: Mapped[int] = mapped_column(default=0)
