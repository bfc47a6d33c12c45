"""Offices: at which level a role is held that something was done in, and which office a rung went to.

Processes of the release before write none of these: what they do is called by the role.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

DONE = (
    "application_transitions",
    "reviews",
    "designation_changes",
    "designation_certificates",
    "plaque_moves",
)


def upgrade() -> None:
    for table in DONE:
        op.add_column(table, sa.Column("level", sa.Text(), nullable=True))
    op.add_column("escalations", sa.Column("office", sa.Text(), nullable=True))
