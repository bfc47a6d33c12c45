"""Units are called otherwise from a day on, and are dissolved; what they were is kept.

Codes are compared at the end of a statement: a reform of codes lets units swap theirs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
CAUSES = "'registered', 'moved', 'split', 'merged', 'dissolved', 'mistaken'"
ENDS = "'split', 'merged', 'dissolved', 'mistaken'"


def upgrade() -> None:
    op.create_table(
        "unit_identities",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column(
            "code_key", sa.Text(collation="C"), sa.Computed("lower(code)", persisted=True), nullable=False
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("changed in ('code', 'name')", name=op.f("ck_unit_identities_changed")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_unit_identities_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unit_identities")),
    )
    for column in ("unit_id", "code_key"):
        op.create_index(
            op.f(f"ix_unit_identities_tenant_id_{column}"), "unit_identities", ["tenant_id", column]
        )
    op.execute("alter table unit_identities enable row level security")
    op.execute("alter table unit_identities force row level security")
    op.execute(f"create policy tenant_rows on unit_identities using ({TENANT}) with check ({TENANT})")
    op.execute("grant select, insert on unit_identities to wuyi_runtime")
    op.drop_constraint(op.f("uq_units_tenant_id_code"), "units", type_="unique")
    op.create_unique_constraint(
        op.f("uq_units_tenant_id_code"), "units", ["tenant_id", "code"], deferrable=True
    )
    op.drop_constraint(op.f("ck_unit_placements_cause"), "unit_placements", type_="check")
    op.create_check_constraint(op.f("ck_unit_placements_cause"), "unit_placements", f"cause in ({CAUSES})")
    op.drop_constraint(op.f("ck_unit_placements_path"), "unit_placements", type_="check")
    op.create_check_constraint(
        op.f("ck_unit_placements_path"),
        "unit_placements",
        f"path is not null or (parent_id is null and cause in ({ENDS}))",
    )
