"""Drafts of guidelines: who wrote the text, and what became of it."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class GuidelineDraft(TenantScoped, Base):
    """A guideline as YAML text on its way to a version. Only its author replaces the text, while it is open.

    `scheme` and `title` repeat the text's. `closed_by` published or discarded it; `version_id` is what it became.
    """

    __tablename__ = "guideline_drafts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "version_id"),
        ForeignKeyConstraint(["tenant_id", "written_by"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "closed_by"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        CheckConstraint("status in ('open', 'published', 'discarded')", name="status"),
        CheckConstraint("(status = 'open') = (closed_at is null)", name="closed_at"),
        CheckConstraint("(status = 'published') = (version_id is not null)", name="version"),
        Index(None, "tenant_id", postgresql_where=text("status = 'open'")),
    )

    source: Mapped[str]
    scheme: Mapped[str]
    title: Mapped[str]
    written_by: Mapped[uuid.UUID]
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="open")
    closed_by: Mapped[uuid.UUID | None]
    closed_at: Mapped[datetime | None]
    version_id: Mapped[uuid.UUID | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy as a class attribute
