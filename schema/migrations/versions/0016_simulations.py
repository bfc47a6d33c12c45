"""Simulations asked for, and the units that would be better or worse off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RIGHTS = {
    "simulations": "select, insert, delete, update (passing, failing, gaining, losing)",
    "simulation_changes": "select, insert, delete",
}


def upgrade() -> None:
    op.create_table(
        "simulations",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("guideline_version_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("event", postgresql.JSONB(), nullable=True),
        sa.Column("passing", sa.Integer(), nullable=True),
        sa.Column("failing", sa.Integer(), nullable=True),
        sa.Column("gaining", sa.Integer(), nullable=True),
        sa.Column("losing", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(source, guideline_version_id, event) = 1", name=op.f("ck_simulations_subject")
        ),
        sa.CheckConstraint("(event is null) = (unit_id is null)", name=op.f("ck_simulations_unit")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "requested_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_simulations_tenant_id_requested_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"],
            ["guideline_versions.tenant_id", "guideline_versions.id"],
            name=op.f("fk_simulations_tenant_id_guideline_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_simulations_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_simulations")),
    )
    op.create_table(
        "simulation_changes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("simulation_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(collation="C"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("titled", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("was_failing", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("failing", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("name_change", sa.Text(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "simulation_id"],
            ["simulations.tenant_id", "simulations.id"],
            name=op.f("fk_simulation_changes_tenant_id_simulation_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_simulation_changes")),
        sa.UniqueConstraint(
            "tenant_id",
            "simulation_id",
            "path",
            name=op.f("uq_simulation_changes_tenant_id_simulation_id_path"),
        ),
    )
    for table, rights in RIGHTS.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant {rights} on {table} to wuyi_runtime")
