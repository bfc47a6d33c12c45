"""Roles lent for some time; who stood in for whom is kept with moves, reviews and audit entries."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
PEOPLE = ("delegator_id", "delegate_id", "created_by", "revoked_by")


def upgrade() -> None:
    op.create_table(
        "delegations",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("delegator_id", sa.Uuid(), nullable=False),
        sa.Column("delegate_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_delegations_term")),
        sa.CheckConstraint("delegator_id <> delegate_id", name=op.f("ck_delegations_parties")),
        sa.CheckConstraint(
            "(revoked_at is null) = (revoked_by is null)", name=op.f("ck_delegations_revoked_at")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["memberships.tenant_id", "memberships.id"],
            name=op.f("fk_delegations_tenant_id_membership_id"),
        ),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", column],
                ["officials.tenant_id", "officials.id"],
                name=op.f(f"fk_delegations_tenant_id_{column}"),
            )
            for column in PEOPLE
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_delegations")),
    )
    op.create_index(
        op.f("ix_delegations_tenant_id_delegate_id_valid_until"),
        "delegations",
        ["tenant_id", "delegate_id", "valid_until"],
    )
    op.create_index(
        op.f("ix_delegations_tenant_id_membership_id"), "delegations", ["tenant_id", "membership_id"]
    )
    op.execute("alter table delegations enable row level security")
    op.execute("alter table delegations force row level security")
    op.execute(f"create policy tenant_rows on delegations using ({TENANT}) with check ({TENANT})")
    op.execute("grant select, insert, update (revoked_at, revoked_by) on delegations to wuyi_runtime")
    op.add_column("audit_entries", sa.Column("on_behalf_of", sa.Uuid(), nullable=True))
    for table in ("application_transitions", "reviews"):
        op.add_column(table, sa.Column("on_behalf_of", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_tenant_id_on_behalf_of"),
            table,
            "officials",
            ["tenant_id", "on_behalf_of"],
            ["tenant_id", "id"],
        )
