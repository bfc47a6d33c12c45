"""What becomes of standing names when a version is published; by which version an event holds a name down.

Processes of the release before write no version with a hold: it stays null until the hold is worked out anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
CHANGES = (
    "change in ('named', 'renewed', 'promoted', 'warned', 'suspended', 'restored', 'expired', 'revoked',"
    " 'reinstated', 'voided', 'rejudged')"
)


def upgrade() -> None:
    _changes()
    _consequences()
    _simulations()
    _rule_changes()


def _changes() -> None:
    op.drop_constraint(op.f("ck_designation_changes_change"), "designation_changes", type_="check")
    op.create_check_constraint(op.f("ck_designation_changes_change"), "designation_changes", CHANGES)
    op.add_column("designation_changes", sa.Column("former_version_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_designation_changes_tenant_id_former_version_id"),
        "designation_changes",
        "guideline_versions",
        ["tenant_id", "former_version_id"],
        ["tenant_id", "id"],
    )
    op.create_check_constraint(
        op.f("ck_designation_changes_former_version"),
        "designation_changes",
        "(change = 'rejudged') = (former_version_id is not null)",
    )


def _consequences() -> None:
    op.add_column("consequences", sa.Column("guideline_version_id", sa.Uuid(), nullable=True))
    op.execute(
        "update consequences c set guideline_version_id = d.guideline_version_id from designations d"
        " where d.tenant_id = c.tenant_id and d.id = c.designation_id"
    )
    op.create_foreign_key(
        op.f("fk_consequences_tenant_id_guideline_version_id"),
        "consequences",
        "guideline_versions",
        ["tenant_id", "guideline_version_id"],
        ["tenant_id", "id"],
    )
    op.drop_index("uq_consequences_live", "consequences")
    op.create_index(
        "uq_consequences_live",
        "consequences",
        ["tenant_id", "event_id", "designation_id", "clause", "guideline_version_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )


def _simulations() -> None:
    for name in ("names_falling", "names_returning"):
        op.add_column("simulations", sa.Column(name, sa.Integer(), nullable=True))
    for name in ("digest", "facts"):
        op.add_column("simulations", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("simulation_changes", sa.Column("cause", sa.Text(), nullable=True))
    op.execute("grant update (names_falling, names_returning, facts) on simulations to wuyi_runtime")


def _rule_changes() -> None:
    op.create_table(
        "rule_changes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("guideline_version_id", sa.Uuid(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("tally", sa.dialects.postgresql.JSONB(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "treatment in ('keep', 'reassess', 'apply')", name=op.f("ck_rule_changes_treatment")
        ),
        sa.CheckConstraint(
            "status in ('kept', 'pending', 'held', 'applied', 'undone')", name=op.f("ck_rule_changes_status")
        ),
        sa.CheckConstraint("(treatment = 'keep') = (due_on is null)", name=op.f("ck_rule_changes_due_on")),
        sa.CheckConstraint(
            "(treatment = 'reassess') = (days is not null)", name=op.f("ck_rule_changes_days")
        ),
        sa.CheckConstraint("(treatment = 'keep') = (status = 'kept')", name=op.f("ck_rule_changes_kept")),
        sa.CheckConstraint("(reason is not null) = (status = 'undone')", name=op.f("ck_rule_changes_reason")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "guideline_version_id"],
            ["guideline_versions.tenant_id", "guideline_versions.id"],
            name=op.f("fk_rule_changes_tenant_id_guideline_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decided_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_rule_changes_tenant_id_decided_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "closed_by"],
            ["officials.tenant_id", "officials.id"],
            name=op.f("fk_rule_changes_tenant_id_closed_by"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_rule_changes")),
        sa.UniqueConstraint(
            "tenant_id", "guideline_version_id", name=op.f("uq_rule_changes_tenant_id_guideline_version_id")
        ),
    )
    op.execute("alter table rule_changes enable row level security")
    op.execute("alter table rule_changes force row level security")
    op.execute(f"create policy tenant_rows on rule_changes using ({TENANT}) with check ({TENANT})")
    op.execute(
        "grant select, insert, update (status, expected, runs, tally, closed_by, closed_at, reason, revision)"
        " on rule_changes to wuyi_runtime"
    )
