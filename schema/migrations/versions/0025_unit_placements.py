"""Remember where units lay in the tree, when they came and went, and what took their place.

The units there are already lie where they lie since before anybody noted it; their rows are copied with row security
lifted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
COPY = """
    insert into unit_placements (tenant_id, id, unit_id, parent_id, path, recorded_at, cause)
    select tenant_id, gen_random_uuid(), id, parent_id, path, created_at, 'registered' from units
"""


def _to_units(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column], ["units.tenant_id", "units.id"], name=op.f(f"fk_{table}_tenant_id_{column}")
    )


def upgrade() -> None:
    op.add_column("units", sa.Column("opened_on", sa.Date(), nullable=True))
    op.add_column("units", sa.Column("closed_on", sa.Date(), nullable=True))
    op.create_check_constraint(op.f("ck_units_term"), "units", "opened_on <= closed_on")
    _placements()
    _successors()
    op.execute("alter table units no force row level security")
    op.execute(COPY)
    op.execute("alter table units force row level security")
    for table in ("unit_placements", "unit_successors"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant select, insert on {table} to wuyi_runtime")
    op.execute("grant select, insert on unit_placements to wuyi_platform")


def _placements() -> None:
    table = "unit_placements"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("path", sa.Text(collation="C"), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "cause in ('registered', 'moved', 'split', 'merged')", name=op.f(f"ck_{table}_cause")
        ),
        sa.CheckConstraint(
            "path is not null or (parent_id is null and cause in ('split', 'merged'))",
            name=op.f(f"ck_{table}_path"),
        ),
        _to_units(table, "unit_id"),
        _to_units(table, "parent_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "tenant_id", "unit_id", "recorded_at", name=op.f(f"uq_{table}_tenant_id_unit_id_recorded_at")
        ),
    )
    op.create_index(op.f(f"ix_{table}_tenant_id_path"), table, ["tenant_id", "path"])
    op.create_index(op.f(f"ix_{table}_tenant_id_parent_id"), table, ["tenant_id", "parent_id"])
    op.create_index(
        op.f(f"ix_{table}_tenant_id_valid_from"),
        table,
        ["tenant_id", "valid_from"],
        postgresql_where=sa.text("cause <> 'registered'"),
    )


def _successors() -> None:
    table = "unit_successors"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        _to_units(table, "unit_id"),
        _to_units(table, "successor_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "tenant_id", "unit_id", "successor_id", name=op.f(f"uq_{table}_tenant_id_unit_id_successor_id")
        ),
    )
    op.create_index(op.f(f"ix_{table}_tenant_id_successor_id"), table, ["tenant_id", "successor_id"])
