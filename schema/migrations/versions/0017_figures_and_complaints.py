"""Keep figures recorded for units, and complaints by their reference."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RIGHTS = {
    "unit_figures": "select, insert",
    "complaints": "select, insert, update (substantiated, settled_on, settled_by, revision)",
}


def upgrade() -> None:
    op.create_table(
        "unit_figures",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.Integer(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "numerator between 0 and denominator - excluded", name=op.f("ck_unit_figures_numerator")
        ),
        sa.CheckConstraint(
            "excluded >= 0 and denominator > excluded", name=op.f("ck_unit_figures_denominator")
        ),
        sa.CheckConstraint("period_from <= period_until", name=op.f("ck_unit_figures_period")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_unit_figures_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unit_figures")),
    )
    op.create_index(
        op.f("ix_unit_figures_tenant_id_unit_id_figure_period_until"),
        "unit_figures",
        ["tenant_id", "unit_id", "figure", "period_until"],
    )
    op.create_table(
        "complaints",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("about_epidemic", sa.Boolean(), nullable=False),
        sa.Column("substantiated", sa.Boolean(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_on >= received_on", name=op.f("ck_complaints_due_on")),
        sa.CheckConstraint("settled_on >= received_on", name=op.f("ck_complaints_settled_on")),
        sa.CheckConstraint(
            "settled_on is null or substantiated is not null", name=op.f("ck_complaints_substantiated")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_complaints_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("tenant_id", "reference", name=op.f("uq_complaints_tenant_id_reference")),
    )
    op.create_index(
        op.f("ix_complaints_tenant_id_unit_id_received_on"),
        "complaints",
        ["tenant_id", "unit_id", "received_on"],
    )
    for table, rights in RIGHTS.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant {rights} on {table} to wuyi_runtime")
