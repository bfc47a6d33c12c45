"""Health events: what happened where, when it happened and when it became known."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as

_KINDS = (
    "kind in ('case', 'asymptomatic', 'close_contact', 'home_quarantine', 'key_area_returnee', "
    "'risk_zone', 'temporary_control_zone', 'suspected', 'fever')"
)
_CONTROLS = "control in ('central', 'home', 'monitored')"


class HealthEvent(TenantScoped, Base):
    """A case, contact, quarantine, returnee or zone as it is known now; `revisions` keep what was known when.

    It lies in `unit_id`, the lowest unit that is known; `responsible_unit_id` answers for it wherever it comes to
    lie, and `reported_by` told of it. No person is named: `external_id` refers to the reporting system's record.
    `ended_on` closes a state (contact released, quarantine over, zone lifted); a case has none. `risk_level` is
    the level of a risk zone, `event_class` a class the guideline declared, which counts as the kind. `area_id` is
    the key area a returnee came from and left on `left_area_on`. `control` is how a person is controlled; rows
    of old that are in central quarantine have none. An event that was `excluded` never happened: no criterion sees it.
    `arose_from_id` is what a person was before: the contact, or the infection without symptoms, that became this one.
    """

    __tablename__ = "health_events"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "responsible_unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "area_id"], ["key_areas.tenant_id", "key_areas.id"]),
        ForeignKeyConstraint(["tenant_id", "arose_from_id"], ["health_events.tenant_id", "health_events.id"]),
        UniqueConstraint(
            "tenant_id",
            "source",
            "external_id",
            info=refused_as(ErrorCode.DUPLICATE_EVENT, "该外部编号已登记。"),
        ),
        CheckConstraint(_KINDS, name="kind"),
        CheckConstraint(_CONTROLS, name="control"),
        CheckConstraint("ended_on >= occurred_on", name="ended_on"),
        CheckConstraint("reported_on >= occurred_on", name="reported_on"),
        CheckConstraint("risk_level is null or kind = 'risk_zone'", name="risk_level"),
        CheckConstraint("area_id is null or kind = 'key_area_returnee'", name="area_id"),
        CheckConstraint(
            "left_area_on is null or (area_id is not null and left_area_on <= occurred_on)",
            name="left_area_on",
        ),
        Index(None, "tenant_id", "unit_id", "kind"),
        Index(None, "tenant_id", "responsible_unit_id"),
        Index(None, "tenant_id", "kind", "id"),
        Index(
            "uq_health_events_arose_from",
            "tenant_id",
            "arose_from_id",
            unique=True,
            postgresql_where=text("not excluded"),
            info=refused_as(ErrorCode.EVENT_CLOSED, "该事件已转为感染者。"),
        ),
        Index(None, "tenant_id", "arose_from_id"),
    )

    unit_id: Mapped[uuid.UUID]
    responsible_unit_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    occurred_on: Mapped[date]
    reported_on: Mapped[date]
    ended_on: Mapped[date | None]
    in_central_quarantine: Mapped[bool] = mapped_column(default=False)
    risk_level: Mapped[str | None]
    event_class: Mapped[str | None]
    area_id: Mapped[uuid.UUID | None]
    left_area_on: Mapped[date | None]
    control: Mapped[str | None]
    source: Mapped[str] = mapped_column(Text(), default="manual")
    external_id: Mapped[str | None]
    excluded: Mapped[bool] = mapped_column(default=False)
    arose_from_id: Mapped[uuid.UUID | None]
    reported_by: Mapped[uuid.UUID]
    known_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy


class HealthEventRevision(TenantScoped, Base):
    """What was known of an event from `recorded_at` on, append-only: its report, and each later change of it.

    `number` is the event's revision. The days of the columns are when it was so, `recorded_at` is when it was known.
    """

    __tablename__ = "health_event_revisions"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "event_id"], ["health_events.tenant_id", "health_events.id"]),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "responsible_unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "area_id"], ["key_areas.tenant_id", "key_areas.id"]),
        UniqueConstraint("tenant_id", "event_id", "number"),
        CheckConstraint("change in ('reported', 'corrected', 'excluded', 'ended')", name="change"),
        CheckConstraint("reason is not null or change in ('reported', 'ended')", name="reason"),
    )

    event_id: Mapped[uuid.UUID]
    number: Mapped[int]
    change: Mapped[str]
    unit_id: Mapped[uuid.UUID]
    responsible_unit_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    occurred_on: Mapped[date]
    reported_on: Mapped[date]
    ended_on: Mapped[date | None]
    in_central_quarantine: Mapped[bool]
    risk_level: Mapped[str | None]
    event_class: Mapped[str | None]
    area_id: Mapped[uuid.UUID | None]
    left_area_on: Mapped[date | None]
    control: Mapped[str | None]
    reason: Mapped[str | None]
    recorded_by: Mapped[uuid.UUID]
    recorded_at: Mapped[datetime]
