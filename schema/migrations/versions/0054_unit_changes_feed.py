"""The feed of changes of units is read by an index of its own: they are few among the messages."""

from alembic import op
from sqlalchemy import text

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_outbox_unit_changes",
        "outbox_messages",
        ["tenant_id", "sequence"],
        postgresql_where=text("sequence is not null and starts_with(topic, 'unit.')"),
    )
