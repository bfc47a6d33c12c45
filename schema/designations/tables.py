"""Designations: the name a unit bears, and everything that happened to it."""

import uuid
from datetime import date, datetime

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as


class Designation(TenantScoped, Base):
    """A name given to a unit under a number. `active`, `warned` and `suspended` are held, the others over.

    `voided` was given in error and never held; the others were what they were until they ended.

    `origin` tells whether it was applied for or derived from the names below, by the rule `clause`. The public
    sees it from `public_from` on. `warned_for` and `suspended_for` list the grounds on which it is warned or
    suspended now. Certificates before `certificate_edition` are superseded; the present one was issued on
    `certificate_issued_on`, with the naming where that is null.
    """

    __tablename__ = "designations"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "application_id"),
        CheckConstraint(
            "status in ('active', 'warned', 'suspended', 'expired', 'revoked', 'voided')", name="status"
        ),
        CheckConstraint(
            "(ended_on is null) = (status not in ('expired', 'revoked', 'voided'))", name="ended_on"
        ),
        CheckConstraint("(status = 'suspended') = (cardinality(suspended_for) > 0)", name="suspended_for"),
        CheckConstraint(
            "case status when 'warned' then cardinality(warned_for) > 0"
            " when 'suspended' then true else cardinality(warned_for) = 0 end",
            name="warned_for",
        ),
        CheckConstraint(
            "(application_id is null) = (origin = 'derived') and (clause is null) = (origin = 'application')",
            name="origin",
        ),
        CheckConstraint("(tier is null) = (tier_since is null)", name="tier"),
        CheckConstraint("valid_until >= named_on", name="valid_until"),
        CheckConstraint("certificate_edition > 0", name="certificate_edition"),
        CheckConstraint("plaque_returned_on >= plaque_issued_on", name="plaque"),
        Index(
            "uq_designations_held",
            "tenant_id",
            "unit_id",
            unique=True,
            postgresql_where=text("status not in ('expired', 'revoked', 'voided')"),
            info=refused_as(ErrorCode.ALREADY_TITLED, "该单元已命名。"),
        ),
        Index(
            "ix_designations_running_out",
            "tenant_id",
            "valid_until",
            postgresql_where=text(
                "status not in ('expired', 'revoked', 'voided') and valid_until is not null"
            ),
        ),
        Index(None, "tenant_id", "unit_id"),
        Index("ix_designations_derived", "tenant_id", "id", postgresql_where=text("origin = 'derived'")),
        Index(
            "ix_designations_down",
            "tenant_id",
            "id",
            postgresql_where=text("status in ('warned', 'suspended')"),
        ),
    )

    unit_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID | None]
    origin: Mapped[str] = mapped_column(default="application")
    clause: Mapped[str | None]
    guideline_version_id: Mapped[uuid.UUID]
    number: Mapped[str]
    title: Mapped[str]
    tier: Mapped[str | None]
    tier_since: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="active")
    named_on: Mapped[date]
    public_from: Mapped[date]
    valid_until: Mapped[date | None]
    ended_on: Mapped[date | None]
    warned_for: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    suspended_for: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    plaque_issued_on: Mapped[date | None]
    plaque_returned_on: Mapped[date | None]
    certificate_edition: Mapped[int] = mapped_column(default=1)
    certificate_issued_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy


class DesignationChange(TenantScoped, Base):
    """One change of a designation, append-only, with its cause: public code, clause and, if any, the event.

    `ground` is what it was warned, suspended or restored for; `former_version_id` the version it stood under until it
    was judged by another (`rejudged`). `on_behalf_of` names the official the actor stood in for, if any. A change
    without an actor was the platform's, when a day had passed. `note` is the reason officials gave, where the deed
    asks for one.
    """

    __tablename__ = "designation_changes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "designation_id"], ["designations.tenant_id", "designations.id"]),
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        Index(None, "tenant_id", "application_id"),
        Index(None, "tenant_id", "event_id", postgresql_where=text("event_id is not null")),
        ForeignKeyConstraint(["tenant_id", "event_id"], ["health_events.tenant_id", "health_events.id"]),
        UniqueConstraint("tenant_id", "designation_id", "ordinal"),
        ForeignKeyConstraint(["tenant_id", "on_behalf_of"], ["officials.tenant_id", "officials.id"]),
        CheckConstraint(
            "change in ('named', 'renewed', 'promoted', 'warned', 'suspended', 'restored', 'expired', 'revoked',"
            " 'reinstated', 'voided', 'rejudged')",
            name="change",
        ),
        ForeignKeyConstraint(
            ["tenant_id", "former_version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        CheckConstraint("(change = 'rejudged') = (former_version_id is not null)", name="former_version"),
    )

    designation_id: Mapped[uuid.UUID]
    ordinal: Mapped[int]
    change: Mapped[str]
    cause: Mapped[str]
    clause: Mapped[str | None]
    ground: Mapped[str | None]
    event_id: Mapped[uuid.UUID | None]
    application_id: Mapped[uuid.UUID | None]
    former_version_id: Mapped[uuid.UUID | None]
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str | None]
    level: Mapped[str | None]
    on_behalf_of: Mapped[uuid.UUID | None]
    effective_on: Mapped[date]
    at: Mapped[datetime]
    note: Mapped[str | None]


class DesignationCertificate(TenantScoped, Base):
    """What a certificate of a name says, append-only: each edition supersedes the one before."""

    __tablename__ = "designation_certificates"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "designation_id"], ["designations.tenant_id", "designations.id"]),
        ForeignKeyConstraint(["tenant_id", "on_behalf_of"], ["officials.tenant_id", "officials.id"]),
        UniqueConstraint("tenant_id", "designation_id", "edition"),
        CheckConstraint("edition > 0", name="edition"),
        CheckConstraint("occasion in ('named', 'renewed', 'promoted', 'reissued')", name="occasion"),
        CheckConstraint("(reason is null) = (occasion <> 'reissued')", name="reason"),
    )

    designation_id: Mapped[uuid.UUID]
    edition: Mapped[int]
    unit_name: Mapped[str]
    title: Mapped[str]
    valid_until: Mapped[date | None]
    occasion: Mapped[str]
    reason: Mapped[str | None]
    issued_on: Mapped[date]
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str | None]
    level: Mapped[str | None]
    on_behalf_of: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class PlaqueMove(TenantScoped, Base):
    """What happened to the plaque of a name on a day, append-only: handed out, taken back, or replaced, and why."""

    __tablename__ = "plaque_moves"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "designation_id"], ["designations.tenant_id", "designations.id"]),
        ForeignKeyConstraint(["tenant_id", "on_behalf_of"], ["officials.tenant_id", "officials.id"]),
        UniqueConstraint("tenant_id", "designation_id", "ordinal"),
        CheckConstraint("what in ('issued', 'returned', 'replaced')", name="what"),
        CheckConstraint("(reason is null) = (what <> 'replaced')", name="reason"),
    )

    designation_id: Mapped[uuid.UUID]
    ordinal: Mapped[int]
    what: Mapped[str]
    happened_on: Mapped[date]
    reason: Mapped[str | None]
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str | None]
    level: Mapped[str | None]
    on_behalf_of: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class DesignationCounter(TenantScoped, Base):
    """The last number given for a series such as `WY-qijiang-楼栋-2022-#`; locked by whoever takes the next."""

    __tablename__ = "designation_counters"
    __table_args__ = (
        UniqueConstraint("tenant_id", "series"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
    )

    series: Mapped[str]
    latest: Mapped[int] = mapped_column(default=0)
