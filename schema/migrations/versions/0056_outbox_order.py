"""Messages of the outbox stand in the order in which the database took them, whatever the hosts' clocks say.

The default is set after the column is there: so the table is not rewritten, and what the release before writes has its
instant too. Messages of earlier have none, and come first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_messages", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("outbox_messages", "taken_at", server_default=sa.text("clock_timestamp()"))
