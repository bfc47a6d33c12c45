"""The joint petition 联名申请: a roll of households and what each of them answered."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as


class Petition(TenantScoped, Base):
    """The petition of a unit. Its roll is copied from the roster when it opens and then stands,
    or lives: then households that move in and out are followed, past its end while a name rests on it.

    A unit has one open petition at most; it closes with the application it served.
    """

    __tablename__ = "petitions"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        Index(
            "uq_petitions_open",
            "tenant_id",
            "unit_id",
            unique=True,
            postgresql_where=text("closed_at is null"),
            info=refused_as(ErrorCode.PETITION_OPEN_ALREADY, "该单元已发起联名申请。"),
        ),
        Index(None, "tenant_id", "unit_id"),
    )

    unit_id: Mapped[uuid.UUID]
    opened_by: Mapped[uuid.UUID]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - read by SQLAlchemy


class PetitionEntry(TenantScoped, Base):
    """One household of the roll and its answer.

    `signed`, `signed_remotely`, `signed_by_proxy` and `signed_by_guardian` (both with `authorisation`) count as
    signatures; `vacancy_claimed` blocks until a second official confirms it (`vacancy_confirmed`, out of the
    denominator), or refuses it for a reason: then the household is asked anew. `absent`, `pending` and `refused`
    stay in the denominator; who `departed` left a living roll.
    """

    __tablename__ = "petition_entries"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "petition_id"], ["petitions.tenant_id", "petitions.id"]),
        ForeignKeyConstraint(["tenant_id", "household_id"], ["households.tenant_id", "households.id"]),
        ForeignKeyConstraint(["tenant_id", "signatory_id"], ["residents.tenant_id", "residents.id"]),
        UniqueConstraint("tenant_id", "petition_id", "household_id"),
        CheckConstraint(
            "answer in ('pending', 'signed', 'signed_remotely', 'signed_by_proxy', 'signed_by_guardian', "
            "'vacancy_claimed', 'vacancy_confirmed', 'absent', 'refused', 'departed')",
            name="answer",
        ),
        CheckConstraint(
            "vacancy_refusal is null or answer in ('pending', 'departed')", name="vacancy_refusal"
        ),
        Index(
            "ix_petition_entries_claimed",
            "tenant_id",
            "recorded_at",
            "id",
            postgresql_where=text("answer = 'vacancy_claimed'"),
        ),
        Index(None, "tenant_id", "petition_id", "answer"),
    )

    petition_id: Mapped[uuid.UUID]
    household_id: Mapped[uuid.UUID]
    answer: Mapped[str] = mapped_column(default="pending")
    signatory_id: Mapped[uuid.UUID | None]
    authorisation: Mapped[str | None]
    evidence: Mapped[str | None]
    vacancy_refusal: Mapped[str | None]
    recorded_by: Mapped[uuid.UUID | None]
    recorded_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None]
