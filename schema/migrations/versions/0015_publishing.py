"""Give versions the days they are published for; keep drafts and withdrawals.

Versions and withdrawals are inserted and never changed. What was published before is in force from its local day
until the next, which is what the terms alone say; the owner, too, is under row security, which is lifted for the
one statement.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RIGHTS = {
    "guideline_drafts": "select, insert, update "
    "(source, scheme, title, changed_at, status, closed_by, closed_at, version_id, revision)",
    "guideline_withdrawals": "select, insert",
}
LOCAL_DAY = (
    "update guideline_versions as version"
    " set effective_from = (version.published_at at time zone tenants.time_zone)::date"
    " from tenants where tenants.id = version.tenant_id"
)


def upgrade() -> None:
    op.execute("revoke update (status, superseded_at) on guideline_versions from wuyi_runtime")
    op.drop_index("uq_guideline_published", "guideline_versions")
    op.add_column("guideline_versions", sa.Column("effective_from", sa.Date(), nullable=True))
    op.add_column("guideline_versions", sa.Column("effective_until", sa.Date(), nullable=True))
    op.execute("alter table guideline_versions no force row level security")
    op.execute(LOCAL_DAY)
    op.execute("alter table guideline_versions force row level security")
    op.alter_column("guideline_versions", "effective_from", nullable=False)
    op.drop_column("guideline_versions", "superseded_at")
    op.drop_column("guideline_versions", "status")
    op.create_check_constraint("effective", "guideline_versions", "effective_from <= effective_until")
    op.create_table(
        "guideline_withdrawals",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "version_id"],
            ["guideline_versions.tenant_id", "guideline_versions.id"],
            name=op.f("fk_guideline_withdrawals_tenant_id_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "withdrawn_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_guideline_withdrawals_tenant_id_withdrawn_by"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_guideline_withdrawals")),
        sa.UniqueConstraint(
            "tenant_id", "version_id", name=op.f("uq_guideline_withdrawals_tenant_id_version_id")
        ),
    )
    op.create_table(
        "guideline_drafts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status in ('open', 'published', 'discarded')", name=op.f("ck_guideline_drafts_status")
        ),
        sa.CheckConstraint(
            "(status = 'open') = (closed_at is null)", name=op.f("ck_guideline_drafts_closed_at")
        ),
        sa.CheckConstraint(
            "(status = 'published') = (version_id is not null)", name=op.f("ck_guideline_drafts_version")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "written_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_guideline_drafts_tenant_id_written_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "closed_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_guideline_drafts_tenant_id_closed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "version_id"],
            ["guideline_versions.tenant_id", "guideline_versions.id"],
            name=op.f("fk_guideline_drafts_tenant_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_guideline_drafts")),
        sa.UniqueConstraint("tenant_id", "version_id", name=op.f("uq_guideline_drafts_tenant_id_version_id")),
    )
    op.create_index(
        op.f("ix_guideline_drafts_tenant_id"),
        "guideline_drafts",
        ["tenant_id"],
        postgresql_where=sa.text("status = 'open'"),
    )
    for table, rights in RIGHTS.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant {rights} on {table} to wuyi_runtime")
