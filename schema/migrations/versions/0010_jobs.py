"""Jobs: what is to happen later, tenant by tenant."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RIGHTS = (
    "select, insert, delete, "
    "update (state, attempts, done, total, error, due_at, started_at, finished_at, claim, leased_until)"
)


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'running', 'succeeded', 'dead', 'cancelled')", name=op.f("ck_jobs_state")
        ),
        sa.CheckConstraint("(state = 'running') = (claim is not null)", name=op.f("ck_jobs_claim")),
        sa.CheckConstraint(
            "(state in ('waiting', 'running')) = (finished_at is null)", name=op.f("ck_jobs_finished_at")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("tenant_id", "kind", "key", name=op.f("uq_jobs_tenant_id_kind_key")),
    )
    op.create_index(
        "ix_jobs_due",
        "jobs",
        ["tenant_id", "due_at", "id"],
        postgresql_where=sa.text("state in ('waiting', 'running')"),
    )
    op.execute("alter table jobs enable row level security")
    op.execute("alter table jobs force row level security")
    op.execute(f"create policy tenant_rows on jobs using ({TENANT}) with check ({TENANT})")
    op.execute(f"grant {RIGHTS} on jobs to wuyi_runtime")
