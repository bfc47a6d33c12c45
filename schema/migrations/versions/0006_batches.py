"""Batches with their acceptance teams and entries; inspections, score sheets and rectifications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RIGHTS = {
    "batches": "select, insert, update (status, closed_at, revision)",
    "batch_members": "select, insert",
    "batch_entries": "select, insert, update (outcome, concluded_at)",
    "rectifications": "select, insert, update (done_on, measure, reported_by)",
    "inspections": "select, insert, "
    "update (status, points, settlement, concluded_by, concluded_at, review_id)",
    "score_sheets": "select, insert, update (scores, updated_at, submitted_at)",
}


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("guideline_version_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("(closed_at is null) = (status = 'open')", name=op.f("ck_batches_closed_at")),
        sa.CheckConstraint("kind <> 'urgent' or reason is not null", name=op.f("ck_batches_reason")),
        sa.CheckConstraint("kind in ('pilot', 'regular', 'urgent')", name=op.f("ck_batches_kind")),
        sa.CheckConstraint("status in ('open', 'closed')", name=op.f("ck_batches_status")),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_batches_window")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"],
            ["guideline_versions.tenant_id", "guideline_versions.id"],
            name=op.f("fk_batches_tenant_id_guideline_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "opened_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_batches_tenant_id_opened_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_batches_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_batches")),
        sa.UniqueConstraint(
            "tenant_id",
            "unit_id",
            "process",
            "number",
            name=op.f("uq_batches_tenant_id_unit_id_process_number"),
        ),
    )
    op.create_index(
        "uq_batches_open",
        "batches",
        ["tenant_id", "unit_id", "process", sa.literal_column("(kind = 'urgent')")],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "batch_entries",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome in ('pending', 'passed', 'failed', 'withdrawn')", name=op.f("ck_batch_entries_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "application_id"],
            ["applications.tenant_id", "applications.id"],
            name=op.f("fk_batch_entries_tenant_id_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "batch_id"],
            ["batches.tenant_id", "batches.id"],
            name=op.f("fk_batch_entries_tenant_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_batch_entries_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_batch_entries")),
        sa.UniqueConstraint(
            "tenant_id", "batch_id", "unit_id", name=op.f("uq_batch_entries_tenant_id_batch_id_unit_id")
        ),
    )
    op.create_index(
        op.f("ix_batch_entries_tenant_id_application_id"),
        "batch_entries",
        ["tenant_id", "application_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_batch_entries_tenant_id_unit_id"), "batch_entries", ["tenant_id", "unit_id"], unique=False
    )
    op.create_table(
        "batch_members",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "batch_id"],
            ["batches.tenant_id", "batches.id"],
            name=op.f("fk_batch_members_tenant_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "official_id"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_batch_members_tenant_id_official_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_batch_members")),
        sa.UniqueConstraint(
            "tenant_id",
            "batch_id",
            "official_id",
            name=op.f("uq_batch_members_tenant_id_batch_id_official_id"),
        ),
    )
    op.create_index(
        "uq_batch_members_leader",
        "batch_members",
        ["tenant_id", "batch_id"],
        unique=True,
        postgresql_where=sa.text("leads"),
    )
    op.create_table(
        "rectifications",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(done_on is null) = (measure is null)", name=op.f("ck_rectifications_done_on")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["batch_entries.tenant_id", "batch_entries.id"],
            name=op.f("fk_rectifications_tenant_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "reported_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_rectifications_tenant_id_reported_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_rectifications_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_rectifications")),
        sa.UniqueConstraint(
            "tenant_id", "entry_id", "item", name=op.f("uq_rectifications_tenant_id_entry_id_item")
        ),
    )
    op.create_index(
        op.f("ix_rectifications_tenant_id_unit_id"), "rectifications", ["tenant_id", "unit_id"], unique=False
    )
    op.create_table(
        "inspections",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("points", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("settlement", postgresql.JSONB(), nullable=False),
        sa.Column("concluded_by", sa.Uuid(), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (concluded_at is null)", name=op.f("ck_inspections_concluded_at")
        ),
        sa.CheckConstraint("status in ('open', 'passed', 'failed')", name=op.f("ck_inspections_status")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "application_id"],
            ["applications.tenant_id", "applications.id"],
            name=op.f("fk_inspections_tenant_id_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "concluded_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_inspections_tenant_id_concluded_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["batch_entries.tenant_id", "batch_entries.id"],
            name=op.f("fk_inspections_tenant_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "review_id"],
            ["reviews.tenant_id", "reviews.id"],
            name=op.f("fk_inspections_tenant_id_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inspections")),
        sa.UniqueConstraint("tenant_id", "entry_id", name=op.f("uq_inspections_tenant_id_entry_id")),
    )
    op.create_table(
        "score_sheets",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("inspector_id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("scores", postgresql.JSONB(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "inspection_id"],
            ["inspections.tenant_id", "inspections.id"],
            name=op.f("fk_score_sheets_tenant_id_inspection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "inspector_id"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_score_sheets_tenant_id_inspector_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_score_sheets")),
        sa.UniqueConstraint(
            "tenant_id",
            "inspection_id",
            "inspector_id",
            name=op.f("uq_score_sheets_tenant_id_inspection_id_inspector_id"),
        ),
    )
    for table, rights in RIGHTS.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant {rights} on {table} to wuyi_runtime")
