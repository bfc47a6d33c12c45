"""Simulations asked for, and the units that would be better or worse off."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class Simulation(TenantScoped, Base):
    """One supposition: a guideline by its text or version, or an event in a unit. Counts are null until it ended.

    Of a guideline it keeps the digest, a mark of the facts it was made from, and how many names would fall or come
    back if the names that stand were judged by it.
    """

    __tablename__ = "simulations"
    __table_args__ = (
        CheckConstraint("num_nonnulls(source, guideline_version_id, event) = 1", name="subject"),
        CheckConstraint("(event is null) = (unit_id is null)", name="unit"),
        ForeignKeyConstraint(["tenant_id", "requested_by"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
    )

    requested_by: Mapped[uuid.UUID]
    requested_at: Mapped[datetime]
    on: Mapped[date] = mapped_column("on_day")
    source: Mapped[str | None]
    guideline_version_id: Mapped[uuid.UUID | None]
    unit_id: Mapped[uuid.UUID | None]
    event: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    passing: Mapped[int | None]
    failing: Mapped[int | None]
    gaining: Mapped[int | None]
    losing: Mapped[int | None]
    names_falling: Mapped[int | None]
    names_returning: Mapped[int | None]
    digest: Mapped[str | None]
    facts: Mapped[str | None]


class SimulationChange(TenantScoped, Base):
    """A unit that would gain or lose, or whose name would suffer: before, after, by which criteria."""

    __tablename__ = "simulation_changes"
    __table_args__ = (
        UniqueConstraint("tenant_id", "simulation_id", "path"),
        ForeignKeyConstraint(["tenant_id", "simulation_id"], ["simulations.tenant_id", "simulations.id"]),
    )

    simulation_id: Mapped[uuid.UUID]
    path: Mapped[str] = mapped_column(Text(collation="C"))
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    titled: Mapped[bool]
    outcome: Mapped[str]
    was_failing: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    failing: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    name_change: Mapped[str | None]
    cause: Mapped[str | None]
    clause: Mapped[str | None]
