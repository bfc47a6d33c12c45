"""The district's calendar, the clocks of steps with a deadline, and the rungs that were climbed."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RIGHTS = {
    "calendar_entries": "select, insert",
    "step_deadlines": "select, insert, update (status, consumed, running_since, due_on, next_rung_on)",
    "escalations": "select, insert",
}


def upgrade() -> None:
    op.create_table(
        "calendar_entries",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(working is null) = (note is null)", name=op.f("ck_calendar_entries_note")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "set_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_calendar_entries_tenant_id_set_by"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calendar_entries")),
    )
    op.create_index(
        op.f("ix_calendar_entries_tenant_id_day_id"), "calendar_entries", ["tenant_id", "day", "id"]
    )
    op.create_table(
        "step_deadlines",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("consumed", sa.Integer(), nullable=False),
        sa.Column("running_since", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("next_rung_on", sa.Date(), nullable=True),
        sa.CheckConstraint("status in ('running', 'paused', 'done')", name=op.f("ck_step_deadlines_status")),
        sa.CheckConstraint(
            "(status = 'running') = (running_since is not null)", name=op.f("ck_step_deadlines_running_since")
        ),
        sa.CheckConstraint(
            "(status = 'running') = (due_on is not null)", name=op.f("ck_step_deadlines_due_on")
        ),
        sa.CheckConstraint("budget > 0 and consumed >= 0", name=op.f("ck_step_deadlines_days")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "application_id"],
            ["applications.tenant_id", "applications.id"],
            name=op.f("fk_step_deadlines_tenant_id_application_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_step_deadlines")),
    )
    op.create_index(
        "uq_step_deadlines_running",
        "step_deadlines",
        ["tenant_id", "application_id"],
        unique=True,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(
        op.f("ix_step_deadlines_tenant_id_application_id_step"),
        "step_deadlines",
        ["tenant_id", "application_id", "step"],
    )
    op.create_index(
        op.f("ix_step_deadlines_tenant_id_next_rung_on"),
        "step_deadlines",
        ["tenant_id", "next_rung_on"],
        postgresql_where=sa.text("next_rung_on is not null"),
    )
    op.create_table(
        "escalations",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("action in ('remind', 'take_over')", name=op.f("ck_escalations_action")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "deadline_id"],
            ["step_deadlines.tenant_id", "step_deadlines.id"],
            name=op.f("fk_escalations_tenant_id_deadline_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_escalations")),
        sa.UniqueConstraint(
            "tenant_id", "deadline_id", "rung", name=op.f("uq_escalations_tenant_id_deadline_id_rung")
        ),
    )
    for table, rights in RIGHTS.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant {rights} on {table} to wuyi_runtime")
