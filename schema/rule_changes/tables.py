"""Rule changes: for each published version what becomes of standing names, what became of them, and who decided so."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class RuleChange(TenantScoped, Base):
    """What was last chosen for a version: `keep`, `reassess` within `days` until `due_on`, `apply` on `due_on`.

    It moves pending ⇄ held → applied, or to undone with a `reason`; what is kept, undone or still to come may be
    chosen anew. It is held where more names would fall on the day than the `expected` that somebody saw. `tally`
    counts names by kind and cause, `runs` how often it was to be applied.
    """

    __tablename__ = "rule_changes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        ForeignKeyConstraint(["tenant_id", "decided_by"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "closed_by"], ["officials.tenant_id", "officials.id"]),
        UniqueConstraint("tenant_id", "guideline_version_id"),
        CheckConstraint("treatment in ('keep', 'reassess', 'apply')", name="treatment"),
        CheckConstraint("status in ('kept', 'pending', 'held', 'applied', 'undone')", name="status"),
        CheckConstraint("(treatment = 'keep') = (due_on is null)", name="due_on"),
        CheckConstraint("(treatment = 'reassess') = (days is not null)", name="days"),
        CheckConstraint("(treatment = 'keep') = (status = 'kept')", name="kept"),
        CheckConstraint("(reason is not null) = (status = 'undone')", name="reason"),
    )

    guideline_version_id: Mapped[uuid.UUID]
    treatment: Mapped[str]
    days: Mapped[int | None]
    due_on: Mapped[date | None]
    status: Mapped[str]
    expected: Mapped[int | None]
    runs: Mapped[int] = mapped_column(default=1)
    tally: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    decided_by: Mapped[uuid.UUID]
    decided_at: Mapped[datetime]
    closed_by: Mapped[uuid.UUID | None]
    closed_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy as a class attribute


class RuleChangeDecision(TenantScoped, Base):
    """A word spoken on a rule change, append-only: `chosen`, `undone` or `confirmed`, and what was to be done by it.

    `expected` is how many names whoever spoke saw fall, `judged` how many the rule change had reached by then.
    """

    __tablename__ = "rule_change_decisions"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "rule_change_id"], ["rule_changes.tenant_id", "rule_changes.id"]),
        ForeignKeyConstraint(["tenant_id", "decided_by"], ["officials.tenant_id", "officials.id"]),
        CheckConstraint("deed in ('chosen', 'undone', 'confirmed')", name="deed"),
        CheckConstraint("treatment in ('keep', 'reassess', 'apply')", name="treatment"),
        CheckConstraint("reason is not null or deed <> 'undone'", name="reason"),
        Index(None, "tenant_id", "rule_change_id"),
    )

    rule_change_id: Mapped[uuid.UUID]
    deed: Mapped[str]
    treatment: Mapped[str]
    days: Mapped[int | None]
    due_on: Mapped[date | None]
    expected: Mapped[int | None]
    judged: Mapped[int]
    reason: Mapped[str | None]
    decided_by: Mapped[uuid.UUID]
    decided_at: Mapped[datetime]
