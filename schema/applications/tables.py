"""Applications for a name and their history of moves."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class Application(TenantScoped, Base):
    """A unit asks for its name. It is pinned to the guideline version it was opened under.

    `purpose` tells whether it asks for a name, its renewal or a `tier`. `step` is `draft`, a step of the process,
    or null once closed. `round` counts submissions; it is 0 before the first.
    """

    __tablename__ = "applications"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        CheckConstraint(
            "status in ('draft', 'under_review', 'returned', 'rejected', 'withdrawn', 'approved')",
            name="status",
        ),
        CheckConstraint("purpose in ('naming', 'renewal', 'tier')", name="purpose"),
        CheckConstraint("(tier is not null) = (purpose = 'tier')", name="tier"),
        CheckConstraint("(step is null) = (status in ('rejected', 'withdrawn', 'approved'))", name="step"),
        Index(
            "uq_applications_open",
            "tenant_id",
            "unit_id",
            unique=True,
            postgresql_where=text("step is not null"),
        ),
        Index(None, "tenant_id", "process", "step"),
    )

    unit_id: Mapped[uuid.UUID]
    guideline_version_id: Mapped[uuid.UUID]
    process: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="naming")
    tier: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="draft")
    step: Mapped[str | None] = mapped_column(default="draft")
    round: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[datetime]
    step_entered_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy


class Transition(TenantScoped, Base):
    """One move of an application, append-only: from which step to which, by whom, in which role and round.

    `on_behalf_of` names the official the actor stood in for. What happens by itself (a notice that ended) has
    no actor and the role `system`.

    `note` is the signed opinion 签注意见, the reason of a return or rejection, or null. `assessment_id` is the
    assessment the move rests on. `answers` lists what was filled in: id, label and value of each field.
    """

    __tablename__ = "application_transitions"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        ForeignKeyConstraint(["tenant_id", "actor_id"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "on_behalf_of"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "assessment_id"], ["assessments.tenant_id", "assessments.id"]),
        UniqueConstraint("tenant_id", "application_id", "ordinal"),
    )

    application_id: Mapped[uuid.UUID]
    ordinal: Mapped[int]
    round: Mapped[int]
    action: Mapped[str]
    from_step: Mapped[str]
    to_step: Mapped[str | None]
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str]
    on_behalf_of: Mapped[uuid.UUID | None]
    note: Mapped[str | None]
    assessment_id: Mapped[uuid.UUID | None]
    answers: Mapped[list[dict[str, str]]] = mapped_column(JSONB, default=list)
    at: Mapped[datetime]


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


class StepDeadline(TenantScoped, Base):
    """The clock of a step. `consumed` working days were used up before `running_since`; `budget` may be.

    Paused while the application is with its applicant. `due_on`, the last day in time, and `next_rung_on` are
    kept for lists and for the sweep; they are counted anew when the calendar changes.
    """

    __tablename__ = "step_deadlines"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        CheckConstraint("status in ('running', 'paused', 'done')", name="status"),
        CheckConstraint("(status = 'running') = (running_since is not null)", name="running_since"),
        CheckConstraint("(status = 'running') = (due_on is not null)", name="due_on"),
        CheckConstraint("budget > 0 and consumed >= 0", name="days"),
        Index(
            "uq_step_deadlines_running",
            "tenant_id",
            "application_id",
            unique=True,
            postgresql_where=text("status = 'running'"),
        ),
        Index(None, "tenant_id", "application_id", "step"),
        Index(None, "tenant_id", "next_rung_on", postgresql_where=text("next_rung_on is not null")),
    )

    application_id: Mapped[uuid.UUID]
    step: Mapped[str]
    status: Mapped[str] = mapped_column(default="running")
    budget: Mapped[int]
    consumed: Mapped[int]
    running_since: Mapped[date | None]
    due_on: Mapped[date | None]
    next_rung_on: Mapped[date | None]


class Escalation(TenantScoped, Base):
    """A rung of a step's deadline that was climbed, append-only, once: a role was reminded or takes over."""

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
    at: Mapped[datetime]
