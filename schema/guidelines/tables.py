"""Versions of a tenant's guideline. A published version never changes: the runtime role has no right to."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class GuidelineVersion(TenantScoped, Base):
    """One published version. `content` is the whole guideline as data, `digest` its SHA-256 in hex.

    `base_digest` is that of the built-in guideline the scheme was adopted from, null for a scheme of one's own;
    the adopted version itself carries its own digest there. At most one version is `published`; its predecessors
    are `superseded` and stay for what began under them.
    """

    __tablename__ = "guideline_versions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        CheckConstraint("status in ('published', 'superseded')", name="status"),
        Index(
            "uq_guideline_published", "tenant_id", unique=True, postgresql_where=text("status = 'published'")
        ),
    )

    number: Mapped[int]
    template: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str]
    base_digest: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="published")
    published_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
