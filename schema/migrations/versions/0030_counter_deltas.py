"""What is to be added to the counters of units: appended by whoever changes a name, folded by the worker."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "unit_counter_deltas",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("in_force", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_unit_counter_deltas_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unit_counter_deltas")),
    )
    op.create_index(
        op.f("ix_unit_counter_deltas_tenant_id_unit_id_kind"),
        "unit_counter_deltas",
        ["tenant_id", "unit_id", "kind"],
    )
    op.execute("alter table unit_counter_deltas enable row level security")
    op.execute("alter table unit_counter_deltas force row level security")
    op.execute(f"create policy tenant_rows on unit_counter_deltas using ({TENANT}) with check ({TENANT})")
    op.execute("grant select, insert, delete on unit_counter_deltas to wuyi_runtime")
