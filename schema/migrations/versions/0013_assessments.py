"""Assessments by acceptance teams and of titled units; the facts each was made from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KINDS = "kind in ('self', 'application', 'review', 'acceptance', 'naming', 'periodic')"


def upgrade() -> None:
    op.add_column("assessments", sa.Column("facts", postgresql.JSONB(), nullable=True))
    op.drop_constraint(op.f("ck_assessments_kind"), "assessments", type_="check")
    op.create_check_constraint(op.f("ck_assessments_kind"), "assessments", KINDS)
