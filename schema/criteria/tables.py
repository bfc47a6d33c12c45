"""Assessments of a unit against the criteria: what was asked, what was found, on which day."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped


class Attestation(TenantScoped, Base):
    """An official states whether a criterion is met. Append-only: the latest per unit and criterion counts.

    `sample_size` and `sample_met` belong to a survey, `share_percent` is what follows, or was told in their place;
    `reference` to a sensitive matter of which only the reference is kept. `points` are given in a score sheet;
    `applicable` false says that the criterion's condition does not hold here. `meaning` is the digest of the clause
    as it was stated of; null in the oldest ones.
    """

    __tablename__ = "attestations"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "attested_by"], ["officials.tenant_id", "officials.id"]),
        CheckConstraint("share_percent between 0 and 100", name="share_percent"),
        CheckConstraint("sample_size > 0", name="sample_size"),
        CheckConstraint("sample_met between 0 and sample_size", name="sample_met"),
        CheckConstraint("points >= 0", name="points"),
        Index(None, "tenant_id", "unit_id", "criterion", "attested_at"),
    )

    unit_id: Mapped[uuid.UUID]
    criterion: Mapped[str]
    met: Mapped[bool]
    note: Mapped[str | None]
    reference: Mapped[str | None]
    sample_size: Mapped[int | None]
    sample_met: Mapped[int | None]
    share_percent: Mapped[int | None]
    points: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    applicable: Mapped[bool] = mapped_column(default=True)
    meaning: Mapped[str | None]
    attested_by: Mapped[uuid.UUID]
    attested_on: Mapped[date]
    attested_at: Mapped[datetime]


class Assessment(TenantScoped, Base):
    """One evaluation of a unit against a guideline version, kept as it was.

    `kind` tells the occasion: self-assessment, applying, a review, the acceptance by a team, the naming, or a
    periodic look at a titled unit. `points` is the total of the score sheet, where there is one; `explanation`
    the tree of the judgement and `facts` what it was made from, both null in the oldest ones.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"], ["guideline_versions.tenant_id", "guideline_versions.id"]
        ),
        ForeignKeyConstraint(["tenant_id", "application_id"], ["applications.tenant_id", "applications.id"]),
        CheckConstraint(
            "kind in ('self', 'application', 'review', 'acceptance', 'naming', 'periodic')", name="kind"
        ),
        Index(None, "tenant_id", "unit_id", "assessed_at"),
        Index(None, "tenant_id", "application_id"),
    )

    unit_id: Mapped[uuid.UUID]
    guideline_version_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    met: Mapped[bool]
    assessed_on: Mapped[date]
    assessed_at: Mapped[datetime]
    assessed_by: Mapped[uuid.UUID]
    points: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    explanation: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


class AssessmentResult(TenantScoped, Base):
    """What an assessment found for one criterion; `explanation` holds measured, required, missing,
    clause and the hashes of the files that counted.
    """

    __tablename__ = "assessment_results"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "assessment_id"], ["assessments.tenant_id", "assessments.id"]),
        CheckConstraint("outcome in ('met', 'not_met', 'not_attested', 'not_asked')", name="outcome"),
        UniqueConstraint("tenant_id", "assessment_id", "criterion"),
    )

    assessment_id: Mapped[uuid.UUID]
    criterion: Mapped[str]
    outcome: Mapped[str]
    explanation: Mapped[dict[str, Any]] = mapped_column(JSONB)
