"""What is chosen for a published version may be chosen anew; every word on it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "rule_change_decisions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_change_id", sa.Uuid(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "deed in ('chosen', 'undone', 'confirmed')", name=op.f("ck_rule_change_decisions_deed")
        ),
        sa.CheckConstraint(
            "treatment in ('keep', 'reassess', 'apply')", name=op.f("ck_rule_change_decisions_treatment")
        ),
        sa.CheckConstraint(
            "reason is not null or deed <> 'undone'", name=op.f("ck_rule_change_decisions_reason")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "rule_change_id"],
            ["rule_changes.tenant_id", "rule_changes.id"],
            name=op.f("fk_rule_change_decisions_tenant_id_rule_change_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decided_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_rule_change_decisions_tenant_id_decided_by"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_rule_change_decisions")),
    )
    op.create_index(
        op.f("ix_rule_change_decisions_tenant_id_rule_change_id"),
        "rule_change_decisions",
        ["tenant_id", "rule_change_id"],
    )
    _fill()
    op.execute("alter table rule_change_decisions enable row level security")
    op.execute("alter table rule_change_decisions force row level security")
    op.execute(f"create policy tenant_rows on rule_change_decisions using ({TENANT}) with check ({TENANT})")
    op.execute("grant select, insert on rule_change_decisions to wuyi_runtime")
    op.execute(
        "grant update (treatment, days, due_on, decided_by, decided_at) on rule_changes to wuyi_runtime"
    )


def _fill() -> None:
    """Remember what was chosen with the versions there are, and what of it was undone."""
    op.execute("alter table rule_changes no force row level security")
    op.execute(
        "insert into rule_change_decisions (tenant_id, id, rule_change_id, deed, treatment, days, due_on, expected,"
        " judged, decided_by, decided_at) select tenant_id, gen_random_uuid(), id, 'chosen', treatment, days, due_on,"
        " expected, 0, decided_by, decided_at from rule_changes"
    )
    op.execute(
        "insert into rule_change_decisions (tenant_id, id, rule_change_id, deed, treatment, days, due_on, expected,"
        " judged, reason, decided_by, decided_at) select tenant_id, gen_random_uuid(), id, 'undone', treatment, days,"
        " due_on, expected, 0, reason, closed_by, closed_at from rule_changes where status = 'undone'"
    )
    op.execute("alter table rule_changes force row level security")
