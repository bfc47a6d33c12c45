"""The clocks of steps, and the rungs that were climbed when they ran out."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class StepDeadline(TenantScoped, Base):
    """The clock of a step. `consumed` working days were used up before `running_since`; `budget` may be.

    Paused while the application is with its applicant. It ran after `ran_from`, through `ran_through` once it stopped.
    `due_on`, the last day in time, and `next_rung_on` are kept for lists and for the sweep; they and `consumed` are
    counted anew when the calendar changes: `counted_by` is the fingerprint of the national calendar they rest on.
    """

    __tablename__ = "step_deadlines"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        CheckConstraint("status in ('running', 'paused', 'done')", name="status"),
        CheckConstraint("(status = 'running') = (running_since is not null)", name="running_since"),
        CheckConstraint("(status = 'running') = (due_on is not null)", name="due_on"),
        CheckConstraint("ran_through >= ran_from", name="ran"),
        CheckConstraint("budget > 0 and consumed >= 0", name="days"),
        Index(
            "uq_step_deadlines_running",
            "tenant_id",
            "application_id",
            unique=True,
            postgresql_where=text("status = 'running'"),
        ),
        Index(None, "tenant_id", "application_id", "step"),
        Index(
            "ix_step_deadlines_counted_by",
            "tenant_id",
            "counted_by",
            postgresql_where=text("status <> 'done'"),
        ),
        Index(None, "tenant_id", "next_rung_on", postgresql_where=text("next_rung_on is not null")),
    )

    application_id: Mapped[uuid.UUID]
    step: Mapped[str]
    status: Mapped[str] = mapped_column(default="running")
    budget: Mapped[int]
    consumed: Mapped[int]
    ran_from: Mapped[date | None]
    ran_through: Mapped[date | None]
    counted_by: Mapped[str] = mapped_column(default="")
    running_since: Mapped[date | None]
    due_on: Mapped[date | None]
    next_rung_on: Mapped[date | None]


class Escalation(TenantScoped, Base):
    """A rung of a step's deadline that was climbed, append-only, once: a role was reminded or takes over.

    `office` is that of the role, by its id in the guideline, where the rung went to one.
    """

    __tablename__ = "escalations"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "deadline_id"], ["step_deadlines.tenant_id", "step_deadlines.id"]),
        CheckConstraint("action in ('remind', 'take_over')", name="action"),
        UniqueConstraint("tenant_id", "deadline_id", "rung"),
    )

    deadline_id: Mapped[uuid.UUID]
    rung: Mapped[int]
    action: Mapped[str]
    role: Mapped[str]
    office: Mapped[str | None]
    at: Mapped[datetime]
