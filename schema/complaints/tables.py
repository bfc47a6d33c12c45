"""Complaints: when one came, by when it is to be settled, what was found. Who complained of what stays elsewhere."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as


class Complaint(TenantScoped, Base):
    """A complaint about a unit, kept by the `reference` of its file.

    `substantiated` is null until somebody looked into it; `settled_on` closes it.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        UniqueConstraint(
            "tenant_id", "reference", info=refused_as(ErrorCode.DUPLICATE_COMPLAINT, "该卷宗编号已登记。")
        ),
        CheckConstraint("due_on >= received_on", name="due_on"),
        CheckConstraint("settled_on >= received_on", name="settled_on"),
        CheckConstraint("settled_on is null or substantiated is not null", name="substantiated"),
        Index(None, "tenant_id", "unit_id", "received_on"),
    )

    unit_id: Mapped[uuid.UUID]
    reference: Mapped[str]
    received_on: Mapped[date]
    due_on: Mapped[date]
    about_epidemic: Mapped[bool]
    substantiated: Mapped[bool | None]
    settled_on: Mapped[date | None]
    recorded_by: Mapped[uuid.UUID]
    recorded_at: Mapped[datetime]
    settled_by: Mapped[uuid.UUID | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy
