"""Count failed sign-ins: the brake against guessing passwords."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username_digest", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_sign_in_attempts_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sign_in_attempts")),
        sa.UniqueConstraint(
            "tenant_id", "username_digest", name=op.f("uq_sign_in_attempts_tenant_id_username_digest")
        ),
    )
    op.create_index(
        op.f("ix_sign_in_attempts_tenant_id_window_started_at"),
        "sign_in_attempts",
        ["tenant_id", "window_started_at"],
    )
    op.execute("alter table sign_in_attempts enable row level security")
    op.execute("alter table sign_in_attempts force row level security")
    op.execute(f"create policy tenant_rows on sign_in_attempts using ({TENANT}) with check ({TENANT})")
    op.execute("grant select, insert, update, delete on sign_in_attempts to wuyi_runtime")
    op.create_table(
        "platform_sign_in_attempts",
        sa.Column("username_digest", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("username_digest", name=op.f("pk_platform_sign_in_attempts")),
    )
    op.create_index(
        op.f("ix_platform_sign_in_attempts_window_started_at"),
        "platform_sign_in_attempts",
        ["window_started_at"],
    )
    op.execute("grant select, insert, update, delete on platform_sign_in_attempts to wuyi_platform")
