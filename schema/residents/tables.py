"""The roster: households (dwellings) and the people who live in them."""

import uuid
from datetime import date, datetime

from sqlalchemy import ARRAY, CheckConstraint, Computed, ForeignKeyConstraint, Index, Text, false, text
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
            "code_key",
            unique=True,
            postgresql_where=text("departed_on is null"),
            info=refused_as(ErrorCode.DUPLICATE_CODE, "门牌号已被占用。"),
        ),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        CheckConstraint("occupancy in ('occupied', 'vacant', 'collective')", name="occupancy"),
        Index(None, "tenant_id", "unit_id"),
    )

    unit_id: Mapped[uuid.UUID]
    code: Mapped[str] = mapped_column(Text(collation="C"))
    code_key: Mapped[str] = mapped_column(Text(collation="C"), Computed("lower(code)", persisted=True))
    floor: Mapped[int | None]
    occupancy: Mapped[str] = mapped_column(default="occupied")
    verified_on: Mapped[date | None]
    departed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision, "eager_defaults": False}  # noqa: RUF012 - read by SQLAlchemy


class Resident(TenantScoped, Base):
    """A person of a household, from a day on and until a day. What is personal leaves the platform masked only.

    `document` says what shows who the person is; a newborn has no number yet. `issuer` is the country of a passport.
    `special_groups` null means not yet asked; an empty list means asked, none. `needs_recorded_on` dates the
    last time the needs of a member of a special group were taken down. Who departed, alone (`left_for` says how) or
    with the household, is kept for what was signed and for how it was on a day; who moves comes to the other household
    as a row of its own, `former_id` being the one left. A row `recorded_wrongly` was true on no day.
    """

    __tablename__ = "residents"
    __table_args__ = (
        Index(
            "uq_residents_identity",
            "tenant_id",
            "identity_number",
            "issuer",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("departed_on is null and identity_number is not null"),
            info=refused_as(ErrorCode.DUPLICATE_RESIDENT, "证件号码已登记在册。"),
        ),
        Index(
            "uq_residents_newborn",
            "tenant_id",
            "household_id",
            "name",
            "born_on",
            unique=True,
            postgresql_where=text("departed_on is null and identity_number is null"),
            info=refused_as(ErrorCode.DUPLICATE_RESIDENT, "该户已登记同名、同日出生的成员。"),
        ),
        ForeignKeyConstraint(["tenant_id", "household_id"], ["households.tenant_id", "households.id"]),
        ForeignKeyConstraint(["tenant_id", "former_id"], ["residents.tenant_id", "residents.id"]),
        CheckConstraint(
            "document in ('hk_macao_permit', 'identity_card', 'newborn', 'passport', 'permanent_residence', "
            "'residence_permit', 'taiwan_permit')",
            name="document",
        ),
        CheckConstraint("(document = 'newborn') = (identity_number is null)", name="identity_number"),
        CheckConstraint("(document = 'passport') = (issuer is not null)", name="issuer"),
        CheckConstraint("left_for in ('left', 'moved', 'recorded_wrongly')", name="left_for"),
        CheckConstraint("left_for is null or departed_on is not null", name="departed_on"),
        Index(None, "tenant_id", "household_id"),
    )

    household_id: Mapped[uuid.UUID]
    name: Mapped[str]
    document: Mapped[str] = mapped_column(default="identity_card", server_default="identity_card")
    identity_number: Mapped[str | None]
    issuer: Mapped[str | None]
    telephone: Mapped[str | None]
    born_on: Mapped[date]
    special_groups: Mapped[list[str] | None] = mapped_column(ARRAY(Text()))
    needs_recorded_on: Mapped[date | None]
    under_guardianship: Mapped[bool] = mapped_column(default=False, server_default=false())
    arrived_on: Mapped[date | None]
    departed_on: Mapped[date | None]
    left_for: Mapped[str | None]
    former_id: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime]
