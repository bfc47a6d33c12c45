"""Reviews: the reasoned decisions of officials on an application, append-only."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from tenants.base import Base, TenantScoped


class Review(TenantScoped, Base):
    """One decision: at which step, what was decided, by whom in which role, on which facts and permissions.

    `permission_digest` names the compiled decision table that allowed it, `membership_id` the role held.
    `level` is the kind of unit it is held over: with the role it tells the office. `on_behalf_of` names the official
    the reviewer stood in for, whose role it is then.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "transition_id"],
            ["application_transitions.tenant_id", "application_transitions.id"],
        ),
        ForeignKeyConstraint(["tenant_id", "reviewer_id"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "on_behalf_of"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "membership_id"], ["memberships.tenant_id", "memberships.id"]),
        ForeignKeyConstraint(["tenant_id", "assessment_id"], ["assessments.tenant_id", "assessments.id"]),
        UniqueConstraint("tenant_id", "transition_id"),
        CheckConstraint(
            "decision in ('forward', 'return', 'reject', 'endorse', 'name', 'record')", name="decision"
        ),
        Index(None, "tenant_id", "application_id", "decided_at"),
        Index(None, "tenant_id", "reviewer_id", "decided_at"),
    )

    application_id: Mapped[uuid.UUID]
    transition_id: Mapped[uuid.UUID]
    step: Mapped[str]
    decision: Mapped[str]
    opinion: Mapped[str | None]
    reviewer_id: Mapped[uuid.UUID]
    on_behalf_of: Mapped[uuid.UUID | None]
    role: Mapped[str]
    level: Mapped[str | None]
    membership_id: Mapped[uuid.UUID]
    assessment_id: Mapped[uuid.UUID | None]
    permission_digest: Mapped[str]
    decided_at: Mapped[datetime]
