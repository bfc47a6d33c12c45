"""Appeals against what befell a name."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as


class Appeal(TenantScoped, Base):
    """A unit asks for another look at a change of its name, by somebody who had no part in it."""

    __tablename__ = "appeals"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "designation_id"], ["designations.tenant_id", "designations.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "change_id"], ["designation_changes.tenant_id", "designation_changes.id"]
        ),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "lodged_by"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "decided_by"], ["officials.tenant_id", "officials.id"]),
        CheckConstraint("status in ('open', 'upheld', 'dismissed')", name="status"),
        CheckConstraint("(decided_at is null) = (status = 'open')", name="decided_at"),
        Index(
            "uq_appeals_change",
            "tenant_id",
            "change_id",
            unique=True,
            info=refused_as(ErrorCode.APPEAL_NOT_OPEN, "已对该决定提出申诉。"),
        ),
        Index(None, "tenant_id", "unit_id"),
    )

    designation_id: Mapped[uuid.UUID]
    change_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    grounds: Mapped[str]
    lodged_by: Mapped[uuid.UUID]
    lodged_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="open")
    opinion: Mapped[str | None]
    decided_by: Mapped[uuid.UUID | None]
    decided_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy
