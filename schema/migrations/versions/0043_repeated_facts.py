"""What a person was before an infection; the share of a survey as how many of how many.

Processes of the release before write neither: a share in whole percent goes on to count.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("health_events", sa.Column("arose_from_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_health_events_tenant_id_arose_from_id"),
        "health_events",
        "health_events",
        ["tenant_id", "arose_from_id"],
        ["tenant_id", "id"],
    )
    op.create_index(
        "uq_health_events_arose_from",
        "health_events",
        ["tenant_id", "arose_from_id"],
        unique=True,
        postgresql_where=sa.text("not excluded"),
    )
    op.create_index(
        op.f("ix_health_events_tenant_id_arose_from_id"), "health_events", ["tenant_id", "arose_from_id"]
    )
    op.add_column("attestations", sa.Column("sample_met", sa.Integer(), nullable=True))
    op.create_check_constraint(
        op.f("ck_attestations_sample_met"), "attestations", "sample_met between 0 and sample_size"
    )
