"""Let names end, be renewed, raised to tiers and derived from those below; count units and names as they change.

What is counted and joined from rows that were there already runs with row security lifted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
CHANGE = (
    "change in ('named', 'renewed', 'promoted', 'warned', 'suspended', 'restored', 'expired', 'revoked',"
    " 'reinstated')"
)
ORIGIN = "(application_id is null) = (origin = 'derived') and (clause is null) = (origin = 'application')"
LIFTED = ("designations", "designation_changes", "units")
COUNT = """
    insert into unit_counters (tenant_id, id, unit_id, kind, total, held, in_force)
    select a.tenant_id, gen_random_uuid(), a.id, u.kind, count(*), count(d.id),
        count(d.id) filter (where d.status in ('active', 'warned'))
    from units u
    join units a on a.tenant_id = u.tenant_id and a.path = any (
        select array_to_string((string_to_array(u.path, '.'))[1:n], '.')
        from generate_series(1, cardinality(string_to_array(u.path, '.')) - 1) n
    )
    left join designations d on d.tenant_id = u.tenant_id and d.unit_id = u.id
        and d.status in ('active', 'warned', 'suspended')
    group by a.tenant_id, a.id, u.kind
"""


def upgrade() -> None:
    op.add_column(
        "designations", sa.Column("origin", sa.Text(), nullable=False, server_default="application")
    )
    op.alter_column("designations", "origin", server_default=None)
    op.alter_column("designations", "application_id", nullable=True)
    for name, kind in (
        ("clause", sa.Text()),
        ("tier", sa.Text()),
        ("tier_since", sa.Date()),
        ("valid_until", sa.Date()),
        ("public_from", sa.Date()),
    ):
        op.add_column("designations", sa.Column(name, kind, nullable=True))
    op.add_column("designation_changes", sa.Column("application_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_designation_changes_tenant_id_application_id"),
        "designation_changes",
        "applications",
        ["tenant_id", "application_id"],
        ["tenant_id", "id"],
    )
    op.create_index(
        op.f("ix_designation_changes_tenant_id_application_id"),
        "designation_changes",
        ["tenant_id", "application_id"],
    )
    op.drop_constraint(op.f("ck_designation_changes_change"), "designation_changes")
    op.create_check_constraint(op.f("ck_designation_changes_change"), "designation_changes", CHANGE)
    op.add_column("applications", sa.Column("purpose", sa.Text(), nullable=False, server_default="naming"))
    op.alter_column("applications", "purpose", server_default=None)
    op.add_column("applications", sa.Column("tier", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_applications_purpose"), "applications", "purpose in ('naming', 'renewal', 'tier')"
    )
    op.create_check_constraint(
        op.f("ck_applications_tier"), "applications", "(tier is not null) = (purpose = 'tier')"
    )
    op.add_column("outbox_messages", sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "unit_counters",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("in_force", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= in_force and in_force <= held and held <= total", name=op.f("ck_unit_counters_figures")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_unit_counters_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unit_counters")),
        sa.UniqueConstraint(
            "tenant_id", "unit_id", "kind", name=op.f("uq_unit_counters_tenant_id_unit_id_kind")
        ),
    )
    for table in LIFTED:
        op.execute(f"alter table {table} no force row level security")
    op.execute("update designations set public_from = named_on")
    op.execute(
        "update designation_changes c set application_id = d.application_id from designations d"
        " where d.tenant_id = c.tenant_id and d.id = c.designation_id and c.change = 'named'"
    )
    op.execute(COUNT)
    for table in LIFTED:
        op.execute(f"alter table {table} force row level security")
    op.alter_column("designations", "public_from", nullable=False)
    for name, condition in (
        ("origin", ORIGIN),
        ("tier", "(tier is null) = (tier_since is null)"),
        ("valid_until", "valid_until >= named_on"),
    ):
        op.create_check_constraint(op.f(f"ck_designations_{name}"), "designations", condition)
    op.execute("alter table unit_counters enable row level security")
    op.execute("alter table unit_counters force row level security")
    op.execute(f"create policy tenant_rows on unit_counters using ({TENANT}) with check ({TENANT})")
    op.execute("grant select, insert, update on unit_counters to wuyi_runtime")
