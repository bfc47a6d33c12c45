"""What a district says of its own days, append-only: the latest word on a day counts."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from tenants.base import Base, TenantScoped


class CalendarEntry(TenantScoped, Base):
    """A day is worked, or not, or again as the national calendar says (`working` is null then)."""

    __tablename__ = "calendar_entries"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "set_by"], ["officials.tenant_id", "officials.id"]),
        CheckConstraint("(working is null) = (note is null)", name="note"),
        Index(None, "tenant_id", "day", "id"),
    )

    day: Mapped[date]
    working: Mapped[bool | None]
    note: Mapped[str | None]
    set_by: Mapped[uuid.UUID]
    set_at: Mapped[datetime]
