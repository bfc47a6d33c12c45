"""What supervisors found."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class Finding(TenantScoped, Base):
    """Something found wanting at a unit that bears a name, to be put right by `due_on`; no personal data.

    `warnings` counts those given for it, `suspended` tells whether the name is suspended for it.
    """

    __tablename__ = "supervision_findings"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "designation_id"], ["designations.tenant_id", "designations.id"]),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "found_by"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "reported_by"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "verified_by"], ["officials.tenant_id", "officials.id"]),
        CheckConstraint("occasion in ('spot', 'periodic', 'media', 'conduct')", name="occasion"),
        CheckConstraint("status in ('open', 'reported', 'verified', 'lapsed', 'set_aside')", name="status"),
        Index(None, "tenant_id", "unit_id"),
        Index(None, "tenant_id", "designation_id"),
        Index(None, "tenant_id", "status", "due_on"),
    )

    designation_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    occasion: Mapped[str]
    clause: Mapped[str]
    description: Mapped[str]
    found_by: Mapped[uuid.UUID]
    found_on: Mapped[date]
    due_on: Mapped[date]
    status: Mapped[str] = mapped_column(default="open")
    warnings: Mapped[int] = mapped_column(default=0)
    suspended: Mapped[bool] = mapped_column(default=False)
    measure: Mapped[str | None]
    reported_by: Mapped[uuid.UUID | None]
    reported_on: Mapped[date | None]
    opinion: Mapped[str | None]
    verified_by: Mapped[uuid.UUID | None]
    verified_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy
