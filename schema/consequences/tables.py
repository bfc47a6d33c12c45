"""Consequences: what keeps which name down, as it was known at any moment."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class Consequence(TenantScoped, Base):
    """One event holds one name down by one clause of a version, from `from_on` up to `until_on` (null: no known end).

    Never changed but for `withdrawn_at`, when something else became known; a live row is what is known now, and
    there is one for each event, name, clause and version. `known_since` is when this event was first known to hold
    the name down so; `clear_on` is the first day it no longer breaks the clause.
    """

    __tablename__ = "consequences"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "event_id"], ["health_events.tenant_id", "health_events.id"]),
        ForeignKeyConstraint(["tenant_id", "designation_id"], ["designations.tenant_id", "designations.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        CheckConstraint("effect in ('warn', 'suspend', 'revoke')", name="effect"),
        CheckConstraint("until_on > from_on", name="until_on"),
        CheckConstraint("effect <> 'revoke' or until_on is null", name="revoke"),
        Index(
            "uq_consequences_live",
            "tenant_id",
            "event_id",
            "designation_id",
            "clause",
            "guideline_version_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
        Index(None, "tenant_id", "designation_id"),
    )

    event_id: Mapped[uuid.UUID]
    designation_id: Mapped[uuid.UUID]
    clause: Mapped[str]
    guideline_version_id: Mapped[uuid.UUID | None]
    effect: Mapped[str]
    cause: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    clear_on: Mapped[date | None]
    known_since: Mapped[datetime]
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
