"""Which national calendar a clock was counted by, and from when to when it ran, so that it can be counted anew.

What runs now began when it last went on. Clocks that stopped before this release do not tell when they began: what they
used up stands. No clock names a calendar yet, so that the first worker of this release counts all that are open.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

COLUMNS = "ran_from, ran_through, counted_by"


def upgrade() -> None:
    op.add_column("step_deadlines", sa.Column("ran_from", sa.Date(), nullable=True))
    op.add_column("step_deadlines", sa.Column("ran_through", sa.Date(), nullable=True))
    op.add_column("step_deadlines", sa.Column("counted_by", sa.Text(), nullable=False, server_default=""))
    op.execute("alter table step_deadlines no force row level security")
    op.execute("update step_deadlines set ran_from = running_since where status = 'running'")
    op.execute("alter table step_deadlines force row level security")
    op.create_check_constraint(op.f("ck_step_deadlines_ran"), "step_deadlines", "ran_through >= ran_from")
    op.create_index(
        "ix_step_deadlines_counted_by",
        "step_deadlines",
        ["tenant_id", "counted_by"],
        postgresql_where=sa.text("status <> 'done'"),
    )
    op.execute(f"grant update ({COLUMNS}) on step_deadlines to wuyi_runtime")
