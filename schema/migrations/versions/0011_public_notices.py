"""Public notices, and moves that happen by themselves: they have no actor."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RUNNING = sa.text("ended_at is null")


def upgrade() -> None:
    op.alter_column("application_transitions", "actor_id", existing_type=sa.Uuid(), nullable=True)
    op.create_table(
        "public_notices",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_public_notices_period")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "application_id"],
            ["applications.tenant_id", "applications.id"],
            name=op.f("fk_public_notices_tenant_id_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_public_notices_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_public_notices")),
    )
    op.create_index(
        "uq_public_notices_running",
        "public_notices",
        ["tenant_id", "application_id"],
        unique=True,
        postgresql_where=RUNNING,
    )
    op.create_index(
        op.f("ix_public_notices_tenant_id_ends_on"),
        "public_notices",
        ["tenant_id", "ends_on"],
        postgresql_where=RUNNING,
    )
    op.execute("alter table public_notices enable row level security")
    op.execute("alter table public_notices force row level security")
    op.execute(f"create policy tenant_rows on public_notices using ({TENANT}) with check ({TENANT})")
    op.execute("grant select, insert, update (ended_at) on public_notices to wuyi_runtime")
