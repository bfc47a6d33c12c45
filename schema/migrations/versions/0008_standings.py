"""Let names be warned, expire and be reinstated, each on grounds that are lifted one by one; note their plaques.

Names suspended until now were suspended by an evaluation; row security is lifted for the one statement.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATUS = "status in ('active', 'warned', 'suspended', 'expired', 'revoked')"
OVER = "status not in ('expired', 'revoked')"
CHANGE = "change in ('named', 'warned', 'suspended', 'restored', 'expired', 'revoked', 'reinstated')"
WARNED = (
    "case status when 'warned' then cardinality(warned_for) > 0"
    " when 'suspended' then true else cardinality(warned_for) = 0 end"
)


def upgrade() -> None:
    for grounds in ("warned_for", "suspended_for"):
        op.add_column(
            "designations",
            sa.Column(grounds, postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
        )
    op.add_column("designations", sa.Column("plaque_issued_on", sa.Date(), nullable=True))
    op.add_column("designations", sa.Column("plaque_returned_on", sa.Date(), nullable=True))
    op.execute("alter table designations no force row level security")
    op.execute("update designations set suspended_for = '{evaluation}' where status = 'suspended'")
    op.execute("alter table designations force row level security")
    for grounds in ("warned_for", "suspended_for"):
        op.alter_column("designations", grounds, server_default=None)
    for name in ("status", "ended_on"):
        op.drop_constraint(op.f(f"ck_designations_{name}"), "designations")
    op.create_check_constraint(op.f("ck_designations_status"), "designations", STATUS)
    op.create_check_constraint(
        op.f("ck_designations_ended_on"), "designations", f"(ended_on is null) = ({OVER})"
    )
    op.create_check_constraint(
        op.f("ck_designations_suspended_for"),
        "designations",
        "(status = 'suspended') = (cardinality(suspended_for) > 0)",
    )
    op.create_check_constraint(op.f("ck_designations_warned_for"), "designations", WARNED)
    op.create_check_constraint(
        op.f("ck_designations_plaque"), "designations", "plaque_returned_on >= plaque_issued_on"
    )
    op.drop_index("uq_designations_held", "designations")
    op.create_index(
        "uq_designations_held",
        "designations",
        ["tenant_id", "unit_id"],
        unique=True,
        postgresql_where=sa.text(OVER),
    )
    op.add_column("designation_changes", sa.Column("ground", sa.Text(), nullable=True))
    op.add_column("designation_changes", sa.Column("on_behalf_of", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_designation_changes_tenant_id_on_behalf_of"),
        "designation_changes",
        "officials",
        ["tenant_id", "on_behalf_of"],
        ["tenant_id", "id"],
    )
    op.drop_constraint(op.f("ck_designation_changes_change"), "designation_changes")
    op.create_check_constraint(op.f("ck_designation_changes_change"), "designation_changes", CHANGE)
