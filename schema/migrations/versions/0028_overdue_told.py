"""When those who have to put an item right were told that it is overdue; derived titles found without reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rectifications", sa.Column("overdue_told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("grant update (overdue_told_at) on rectifications to wuyi_runtime")
    op.create_index(
        "ix_designations_derived",
        "designations",
        ["tenant_id", "id"],
        postgresql_where=sa.text("origin = 'derived'"),
    )
