"""Give the applications of a district in the order in which they wait, whatever their step."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

NAME = "ix_applications_tenant_id_step_entered_at_id"


def upgrade() -> None:
    """Make the index on which a page of the worklist of a whole district begins."""
    op.create_index(NAME, "applications", ["tenant_id", "step_entered_at", "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index(NAME, "applications")
