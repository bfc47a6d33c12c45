"""Notifications, and where officials are reached beside their inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"


def upgrade() -> None:
    op.add_column("officials", sa.Column("email", sa.Text(), nullable=True))
    op.add_column(
        "officials", sa.Column("mail_wanted", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.execute("grant update (email, mail_wanted) on officials to wuyi_runtime")
    op.create_table(
        "notifications",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "official_id"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_notifications_tenant_id_official_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_notifications_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_notifications")),
    )
    op.create_index(
        op.f("ix_notifications_tenant_id_official_id_id"), "notifications", ["tenant_id", "official_id", "id"]
    )
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["tenant_id", "official_id"],
        postgresql_where=sa.text("read_at is null"),
    )
    op.execute("alter table notifications enable row level security")
    op.execute("alter table notifications force row level security")
    op.execute(f"create policy tenant_rows on notifications using ({TENANT}) with check ({TENANT})")
    op.execute("grant select, insert, update (read_at) on notifications to wuyi_runtime")
