"""Keep what supervision finds, and appeals against what it does to names."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RIGHTS = {
    "supervision_findings": "select, insert, update (status, due_on, warnings, suspended, measure, reported_by,"
    " reported_on, opinion, verified_by, verified_on, revision)",
    "appeals": "select, insert, update (status, opinion, decided_by, decided_at, revision)",
}


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{other}.tenant_id", f"{other}.id"],
        name=op.f(f"fk_{table}_tenant_id_{column}"),
    )


def upgrade() -> None:
    findings, appeals = "supervision_findings", "appeals"
    op.create_table(
        findings,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("designation_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("found_by", sa.Uuid(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("occasion in ('spot', 'periodic')", name=op.f(f"ck_{findings}_occasion")),
        sa.CheckConstraint(
            "status in ('open', 'reported', 'verified', 'lapsed', 'set_aside')",
            name=op.f(f"ck_{findings}_status"),
        ),
        _to(findings, "designation_id", "designations"),
        _to(findings, "unit_id", "units"),
        _to(findings, "found_by", "officials"),
        _to(findings, "reported_by", "officials"),
        _to(findings, "verified_by", "officials"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{findings}")),
    )
    for columns in (["unit_id"], ["designation_id"], ["status", "due_on"]):
        name = op.f(f"ix_{findings}_tenant_id_{'_'.join(columns)}")
        op.create_index(name, findings, ["tenant_id", *columns])
    op.create_table(
        appeals,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("designation_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("lodged_by", sa.Uuid(), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("status in ('open', 'upheld', 'dismissed')", name=op.f(f"ck_{appeals}_status")),
        sa.CheckConstraint("(decided_at is null) = (status = 'open')", name=op.f(f"ck_{appeals}_decided_at")),
        _to(appeals, "designation_id", "designations"),
        _to(appeals, "change_id", "designation_changes"),
        _to(appeals, "unit_id", "units"),
        _to(appeals, "lodged_by", "officials"),
        _to(appeals, "decided_by", "officials"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{appeals}")),
    )
    op.create_index("uq_appeals_change", appeals, ["tenant_id", "change_id"], unique=True)
    op.create_index(op.f(f"ix_{appeals}_tenant_id_unit_id"), appeals, ["tenant_id", "unit_id"])
    for table, rights in RIGHTS.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant {rights} on {table} to wuyi_runtime")
