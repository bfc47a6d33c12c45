"""Lists of names, as they were published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
TABLE = "name_lists"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("channels", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cardinality(channels) > 0", name=op.f("ck_name_lists_channels")),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", column],
                [f"{target}.tenant_id", f"{target}.id"],
                name=op.f(f"fk_name_lists_tenant_id_{column}"),
            )
            for column, target in (
                ("batch_id", "batches"),
                ("unit_id", "units"),
                ("published_by", "officials"),
            )
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_name_lists")),
        sa.UniqueConstraint("tenant_id", "batch_id", name=op.f("uq_name_lists_tenant_id_batch_id")),
    )
    op.create_index(
        op.f("ix_name_lists_tenant_id_published_on_id"), TABLE, ["tenant_id", "published_on", "id"]
    )
    op.execute(f"alter table {TABLE} enable row level security")
    op.execute(f"alter table {TABLE} force row level security")
    op.execute(f"create policy tenant_rows on {TABLE} using ({TENANT}) with check ({TENANT})")
    op.execute(f"grant select, insert on {TABLE} to wuyi_runtime")
