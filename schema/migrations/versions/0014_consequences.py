"""Keep what was known of events and when, who answers for them, and what each of them does to names.

What is there already is taken over as it is known now. The owner, too, is under row security, which is lifted for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
RIGHTS = {
    "consequences": "select, insert, update (withdrawn_at)",
    "health_event_revisions": "select, insert",
}
READ = ("health_events", "designation_changes")
KNOWN = """
insert into health_event_revisions (tenant_id, id, event_id, number, change, unit_id, responsible_unit_id, kind,
    occurred_on, reported_on, ended_on, in_central_quarantine, risk_level, event_class, recorded_by,
    recorded_at)
select tenant_id, gen_random_uuid(), id, number, case number when 1 then 'reported' else 'ended' end, unit_id, unit_id,
    kind, occurred_on, reported_on, case number when 1 then null else ended_on end, in_central_quarantine, risk_level,
    event_class, reported_by, case number when 1 then known_at else greatest(known_at, ended_on::timestamptz) end
from health_events cross join lateral generate_series(1, case when ended_on is null then 1 else 2 end) as number
"""
HELD = """
insert into consequences (tenant_id, id, event_id, designation_id, clause, effect, cause, from_on, known_since,
    recorded_at)
select distinct on (tenant_id, event_id, designation_id, clause) tenant_id, gen_random_uuid(), event_id, designation_id,
    clause, case change when 'revoked' then 'revoke' else 'suspend' end, cause, effective_on, at, at
from designation_changes as change
where event_id is not null and clause is not null and change in ('suspended', 'revoked') and not exists (
    select from designation_changes as later where later.tenant_id = change.tenant_id
    and later.designation_id = change.designation_id and later.ordinal > change.ordinal
    and later.change = 'restored')
order by tenant_id, event_id, designation_id, clause, ordinal desc
"""


def upgrade() -> None:
    op.add_column("health_events", sa.Column("responsible_unit_id", sa.Uuid(), nullable=True))
    op.add_column(
        "health_events", sa.Column("excluded", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("health_events", "excluded", server_default=None)
    op.create_table(
        "health_event_revisions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("responsible_unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("in_central_quarantine", sa.Boolean(), nullable=False),
        sa.Column("risk_level", sa.Text(), nullable=True),
        sa.Column("event_class", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "change in ('reported', 'corrected', 'excluded', 'ended')",
            name=op.f("ck_health_event_revisions_change"),
        ),
        sa.CheckConstraint(
            "reason is not null or change in ('reported', 'ended')",
            name=op.f("ck_health_event_revisions_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["health_events.tenant_id", "health_events.id"],
            name=op.f("fk_health_event_revisions_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_health_event_revisions_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "responsible_unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_health_event_revisions_tenant_id_responsible_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_health_event_revisions")),
        sa.UniqueConstraint(
            "tenant_id",
            "event_id",
            "number",
            name=op.f("uq_health_event_revisions_tenant_id_event_id_number"),
        ),
    )
    op.create_table(
        "consequences",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("designation_id", sa.Uuid(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("clear_on", sa.Date(), nullable=True),
        sa.Column("known_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("effect in ('suspend', 'revoke')", name=op.f("ck_consequences_effect")),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_consequences_until_on")),
        sa.CheckConstraint("effect <> 'revoke' or until_on is null", name=op.f("ck_consequences_revoke")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["health_events.tenant_id", "health_events.id"],
            name=op.f("fk_consequences_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "designation_id"],
            ["designations.tenant_id", "designations.id"],
            name=op.f("fk_consequences_tenant_id_designation_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_consequences")),
    )
    op.create_index(
        "uq_consequences_live",
        "consequences",
        ["tenant_id", "event_id", "designation_id", "clause"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_index(
        op.f("ix_consequences_tenant_id_designation_id"), "consequences", ["tenant_id", "designation_id"]
    )
    _take_over()
    op.alter_column("health_events", "responsible_unit_id", nullable=False)
    op.create_foreign_key(
        op.f("fk_health_events_tenant_id_responsible_unit_id"),
        "health_events",
        "units",
        ["tenant_id", "responsible_unit_id"],
        ["tenant_id", "id"],
    )
    op.create_index(
        op.f("ix_health_events_tenant_id_responsible_unit_id"),
        "health_events",
        ["tenant_id", "responsible_unit_id"],
    )
    op.execute(
        "grant update (unit_id, kind, occurred_on, reported_on, in_central_quarantine, risk_level, event_class, excluded)"
        " on health_events to wuyi_runtime"
    )
    for table, rights in RIGHTS.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant {rights} on {table} to wuyi_runtime")


def _take_over() -> None:
    for table in READ:
        op.execute(f"alter table {table} no force row level security")
    op.execute("update health_events set responsible_unit_id = unit_id")
    op.execute(KNOWN)
    op.execute(HELD)
    for table in READ:
        op.execute(f"alter table {table} force row level security")
