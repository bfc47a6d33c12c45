"""The list of key areas: never rewritten but for the day an entry ends."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class KeyArea(TenantScoped, Base):
    """An area on the list from `listed_from` through `listed_until` (null: no known end), by its source.

    `code` is that of the division, null for a place that has none; `level` an id of the guideline's risk levels. The
    entry was known from `recorded_at`, its end from `ended_at` where it was not said at once.
    """

    __tablename__ = "key_areas"
    __table_args__ = (
        CheckConstraint("listed_until >= listed_from", name="listed_until"),
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="ended_by"),
        Index(None, "tenant_id", "code"),
    )

    code: Mapped[str | None]
    name: Mapped[str]
    level: Mapped[str | None]
    listed_from: Mapped[date]
    listed_until: Mapped[date | None]
    source: Mapped[str]
    recorded_by: Mapped[uuid.UUID]
    recorded_at: Mapped[datetime]
    ended_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy
