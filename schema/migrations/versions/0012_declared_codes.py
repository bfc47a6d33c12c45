"""Let a guideline declare classes of events and kinds of work of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("health_events", sa.Column("event_class", sa.Text(), nullable=True))
    op.drop_constraint(op.f("ck_unit_logs_kind"), "unit_logs")
    op.create_check_constraint(op.f("ck_unit_logs_kind"), "unit_logs", "kind ~ '^[a-z][a-z_]{1,47}$'")
