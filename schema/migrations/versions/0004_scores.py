"""Keep points, applicability, risk levels of zones and the explanation of assessments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OUTCOMES = "outcome in ('met', 'not_met', 'not_attested', 'not_asked')"


def upgrade() -> None:
    op.add_column("health_events", sa.Column("risk_level", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_health_events_risk_level"), "health_events", "risk_level is null or kind = 'risk_zone'"
    )
    op.add_column("attestations", sa.Column("points", sa.Numeric(6, 2), nullable=True))
    op.add_column(
        "attestations",
        sa.Column("applicable", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.alter_column("attestations", "applicable", server_default=None)
    op.create_check_constraint(op.f("ck_attestations_points"), "attestations", "points >= 0")
    op.add_column("assessments", sa.Column("points", sa.Numeric(8, 2), nullable=True))
    op.add_column("assessments", sa.Column("explanation", postgresql.JSONB(), nullable=True))
    op.drop_constraint(op.f("ck_assessment_results_outcome"), "assessment_results")
    op.create_check_constraint(op.f("ck_assessment_results_outcome"), "assessment_results", OUTCOMES)
