"""Find the names that run out, and those that are down, without reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_designations_running_out",
        "designations",
        ["tenant_id", "valid_until"],
        postgresql_where=sa.text("status not in ('expired', 'revoked') and valid_until is not null"),
    )
    op.create_index(
        "ix_designations_down",
        "designations",
        ["tenant_id", "id"],
        postgresql_where=sa.text("status in ('warned', 'suspended')"),
    )


def downgrade() -> None:
    op.drop_index("ix_designations_down", "designations")
    op.drop_index("ix_designations_running_out", "designations")
