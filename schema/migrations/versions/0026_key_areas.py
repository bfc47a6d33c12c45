"""The dated list of key areas, and from which of them a returnee came."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RETURNEE = "area_id is null or kind = 'key_area_returnee'"
LEFT = "left_area_on is null or (area_id is not null and left_area_on <= occurred_on)"


def upgrade() -> None:
    op.create_table(
        "key_areas",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("listed_from", sa.Date(), nullable=False),
        sa.Column("listed_until", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("listed_until >= listed_from", name=op.f("ck_key_areas_listed_until")),
        sa.CheckConstraint("(ended_at is null) = (ended_by is null)", name=op.f("ck_key_areas_ended_by")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_key_areas")),
    )
    op.create_index(op.f("ix_key_areas_tenant_id_code"), "key_areas", ["tenant_id", "code"])
    op.execute("alter table key_areas enable row level security")
    op.execute("alter table key_areas force row level security")
    op.execute(f"create policy tenant_rows on key_areas using ({TENANT}) with check ({TENANT})")
    op.execute(
        "grant select, insert, update (listed_until, ended_by, ended_at, revision) on key_areas to wuyi_runtime"
    )
    for table in ("health_events", "health_event_revisions"):
        op.add_column(table, sa.Column("area_id", sa.Uuid(), nullable=True))
        op.add_column(table, sa.Column("left_area_on", sa.Date(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_tenant_id_area_id"),
            table,
            "key_areas",
            ["tenant_id", "area_id"],
            ["tenant_id", "id"],
        )
    op.create_check_constraint(op.f("ck_health_events_area_id"), "health_events", RETURNEE)
    op.create_check_constraint(op.f("ck_health_events_left_area_on"), "health_events", LEFT)
    op.execute("grant update (area_id, left_area_on) on health_events to wuyi_runtime")
