"""Health events: what happened where, when it happened and when it became known."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class HealthEvent(TenantScoped, Base):
    """A case, contact, quarantine, returnee or zone, placed in the lowest unit that is known.

    No person is named: `external_id` refers to the reporting system's record. `ended_on` closes a state
    (contact released, quarantine over, zone lifted); a case has none. `risk_level` is the level of a risk zone,
    `event_class` a class the guideline declared, which counts as the kind.
    """

    __tablename__ = "health_events"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        UniqueConstraint("tenant_id", "source", "external_id"),
        CheckConstraint(
            "kind in ('case', 'asymptomatic', 'close_contact', 'home_quarantine', 'key_area_returnee', "
            "'risk_zone', 'temporary_control_zone')",
            name="kind",
        ),
        CheckConstraint("ended_on >= occurred_on", name="ended_on"),
        CheckConstraint("reported_on >= occurred_on", name="reported_on"),
        CheckConstraint("risk_level is null or kind = 'risk_zone'", name="risk_level"),
        Index(None, "tenant_id", "unit_id", "kind"),
    )

    unit_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    occurred_on: Mapped[date]
    reported_on: Mapped[date]
    ended_on: Mapped[date | None]
    in_central_quarantine: Mapped[bool] = mapped_column(default=False)
    risk_level: Mapped[str | None]
    event_class: Mapped[str | None]
    source: Mapped[str] = mapped_column(Text(), default="manual")
    external_id: Mapped[str | None]
    reported_by: Mapped[uuid.UUID]
    known_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy
