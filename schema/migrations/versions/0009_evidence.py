"""Files of evidence and their withdrawals."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "evidence_files",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_evidence_files_sha256")),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_files_size")),
        sa.CheckConstraint("type in ('image', 'pdf')", name=op.f("ck_evidence_files_type")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_evidence_files_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "uploaded_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_evidence_files_tenant_id_uploaded_by"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_evidence_files")),
    )
    for columns in (["unit_id", "criterion", "requirement"], ["sha256"]):
        name = op.f(f"ix_evidence_files_tenant_id_{'_'.join(columns)}")
        op.create_index(name, "evidence_files", ["tenant_id", *columns], unique=False)
    op.create_table(
        "evidence_withdrawals",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["evidence_files.tenant_id", "evidence_files.id"],
            name=op.f("fk_evidence_withdrawals_tenant_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "withdrawn_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_evidence_withdrawals_tenant_id_withdrawn_by"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_evidence_withdrawals")),
        sa.UniqueConstraint("tenant_id", "file_id", name=op.f("uq_evidence_withdrawals_tenant_id_file_id")),
    )
    for table in ("evidence_files", "evidence_withdrawals"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant select, insert on {table} to wuyi_runtime")
