"""Recorded figures: numerator, denominator and whom the denominator leaves out, for a period."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class UnitFigure(TenantScoped, Base):
    """A value of a figure. Append-only: the latest recorded of the latest period counts, so a correction is a row.

    `figure` is an id of the guideline's `figures`; `source` says how and by whom it was counted.
    """

    __tablename__ = "unit_figures"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        CheckConstraint("numerator between 0 and denominator - excluded", name="numerator"),
        CheckConstraint("excluded >= 0 and denominator > excluded", name="denominator"),
        CheckConstraint("period_from <= period_until", name="period"),
        Index(None, "tenant_id", "unit_id", "figure", "period_until"),
    )

    unit_id: Mapped[uuid.UUID]
    figure: Mapped[str]
    numerator: Mapped[int]
    denominator: Mapped[int]
    excluded: Mapped[int] = mapped_column(default=0)
    period_from: Mapped[date]
    period_until: Mapped[date]
    source: Mapped[str]
    recorded_by: Mapped[uuid.UUID]
    recorded_at: Mapped[datetime]
