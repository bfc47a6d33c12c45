"""The roster: households (dwellings) and the people who live in them."""

import uuid
from datetime import date, datetime

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as


class Household(TenantScoped, Base):
    """A dwelling 户 in a unit, until its household moved out. `code`, its door number, is unique among those here."""

    __tablename__ = "households"
    __table_args__ = (
        Index(
            "uq_households_tenant_id_unit_id_code",
            "tenant_id",
            "unit_id",
            "code",
            unique=True,
            postgresql_where=text("departed_on is null"),
            info=refused_as(ErrorCode.DUPLICATE_CODE, "门牌号已被占用。"),
        ),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        CheckConstraint("occupancy in ('occupied', 'vacant', 'collective')", name="occupancy"),
    )

    unit_id: Mapped[uuid.UUID]
    code: Mapped[str] = mapped_column(Text(collation="C"))
    floor: Mapped[int | None]
    occupancy: Mapped[str] = mapped_column(default="occupied")
    verified_on: Mapped[date | None]
    departed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy


class Resident(TenantScoped, Base):
    """A person of a household. Names, identity numbers and telephones leave the platform masked only.

    `special_groups` null means not yet asked; an empty list means asked, none. `needs_recorded_on` dates the
    last time the needs of a member of a special group were taken down. Who departed with the household is kept for
    what was signed, and counts nowhere.
    """

    __tablename__ = "residents"
    __table_args__ = (
        Index(
            "uq_residents_tenant_id_identity_number",
            "tenant_id",
            "identity_number",
            unique=True,
            postgresql_where=text("departed_on is null"),
            info=refused_as(ErrorCode.DUPLICATE_RESIDENT, "证件号码已登记在册。"),
        ),
        ForeignKeyConstraint(["tenant_id", "household_id"], ["households.tenant_id", "households.id"]),
        Index(None, "tenant_id", "household_id"),
    )

    household_id: Mapped[uuid.UUID]
    name: Mapped[str]
    identity_number: Mapped[str]
    telephone: Mapped[str | None]
    born_on: Mapped[date]
    special_groups: Mapped[list[str] | None] = mapped_column(ARRAY(Text()))
    needs_recorded_on: Mapped[date | None]
    departed_on: Mapped[date | None]
    created_at: Mapped[datetime]
