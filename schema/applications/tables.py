"""Applications for a name and their history of moves."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as


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
            info=refused_as(ErrorCode.APPLICATION_OPEN_ALREADY, "该单元已有办理中的申请。"),
        ),
        Index(None, "tenant_id", "process", "step"),
        Index(None, "tenant_id", "step_entered_at", "id"),
        Index(None, "tenant_id", "unit_id"),
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

    `level` is the kind of unit the role is held over: with the role it tells the office. `on_behalf_of` names the
    official the actor stood in for. What happens by itself (a notice that ended) has
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
        Index(None, "tenant_id", "actor_id", postgresql_where=text("actor_id is not null")),
        Index(None, "tenant_id", "on_behalf_of", postgresql_where=text("on_behalf_of is not null")),
    )

    application_id: Mapped[uuid.UUID]
    ordinal: Mapped[int]
    round: Mapped[int]
    action: Mapped[str]
    from_step: Mapped[str]
    to_step: Mapped[str | None]
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str]
    level: Mapped[str | None]
    on_behalf_of: Mapped[uuid.UUID | None]
    note: Mapped[str | None]
    assessment_id: Mapped[uuid.UUID | None]
    answers: Mapped[list[dict[str, str]]] = mapped_column(JSONB, default=list)
    at: Mapped[datetime]


class Closing(TenantScoped, Base):
    """What an application showed when it ended: named, refused or taken back. Append-only, one for each.

    `results` lists what was found on `judged_on`, criterion by criterion, those in the way first, with who had stated
    what (`criteria.rules.frozen`); `score` is the sheet, null where nothing is scored. `tally` counts the roll of
    `petition_id` at that moment (`petitions.rules.Tally`), both null where there was no petition.
    """

    __tablename__ = "application_closings"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        ForeignKeyConstraint(["tenant_id", "petition_id"], ["petitions.tenant_id", "petitions.id"]),
        CheckConstraint("(petition_id is null) = (tally is null)", name="tally"),
        UniqueConstraint("tenant_id", "application_id"),
    )

    application_id: Mapped[uuid.UUID]
    petition_id: Mapped[uuid.UUID | None]
    judged_on: Mapped[date | None]
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    score: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    tally: Mapped[dict[str, int] | None] = mapped_column(JSONB(none_as_null=True))
