"""What became of officials and their roles, appended; a delegation ends with the role it lends."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
KINDS = (
    "'role_given', 'role_ended', 'role_extended', 'role_changed', 'disabled', 'enabled', 'password_reset',"
    " 'password_changed', 'renamed'"
)


def upgrade() -> None:
    op.create_table(
        "official_records",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind in ({KINDS})", name=op.f("ck_official_records_kind")),
        sa.CheckConstraint(
            "(kind like 'role_%') = (membership_id is not null)", name=op.f("ck_official_records_membership")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "official_id"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_official_records_tenant_id_official_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_id"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_official_records_tenant_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["memberships.tenant_id", "memberships.id"],
            name=op.f("fk_official_records_tenant_id_membership_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_official_records")),
    )
    op.create_index(
        op.f("ix_official_records_tenant_id_official_id_id"),
        "official_records",
        ["tenant_id", "official_id", "id"],
    )
    op.execute("alter table official_records enable row level security")
    op.execute("alter table official_records force row level security")
    op.execute(f"create policy tenant_rows on official_records using ({TENANT}) with check ({TENANT})")
    op.execute("grant select, insert on official_records to wuyi_runtime")
    op.execute("grant update (valid_until) on delegations to wuyi_runtime")
