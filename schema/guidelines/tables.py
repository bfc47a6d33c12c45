"""Versions of a tenant's guideline and their withdrawals. Neither ever changes: the runtime role has no right to."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class GuidelineVersion(TenantScoped, Base):
    """One published version. `content` is the whole guideline as data, read by itself; `digest` its SHA-256 in hex.

    It may be in force from `effective_from` to `effective_until` (open if null), both local days of the tenant;
    which version is in force on a day is told by `rules.terms`.

    `base_digest` is that of the built-in guideline the scheme was adopted from, null for a scheme of one's own;
    the adopted version itself carries its own digest there.
    """

    __tablename__ = "guideline_versions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        CheckConstraint("effective_from <= effective_until", name="effective"),
    )

    number: Mapped[int]
    template: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True, deferred_raiseload=True)
    digest: Mapped[str]
    base_digest: Mapped[str | None]
    published_at: Mapped[datetime]
    effective_from: Mapped[date]
    effective_until: Mapped[date | None]


class GuidelineWithdrawal(TenantScoped, Base):
    """The end of a version before its time: from the local day `effective_on` it is no longer in force."""

    __tablename__ = "guideline_withdrawals"
    __table_args__ = (
        UniqueConstraint("tenant_id", "version_id"),
        ForeignKeyConstraint(
            ["tenant_id", "version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        ForeignKeyConstraint(["tenant_id", "withdrawn_by"], ["officials.tenant_id", "officials.id"]),
    )

    version_id: Mapped[uuid.UUID]
    reason: Mapped[str]
    effective_on: Mapped[date]
    withdrawn_by: Mapped[uuid.UUID]
    withdrawn_at: Mapped[datetime]
