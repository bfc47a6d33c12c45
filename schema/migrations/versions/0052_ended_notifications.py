"""Lines of an inbox end when their matter is dealt with; hung-up clients are noticed by the database.

Of lines written before, those about an application that moved since end with that move; lines that tell of several
units say of one of them only what they are about, and stay.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

READ = ("notifications", "application_transitions")
BEFORE = """
update notifications n set ended_at = moved.at
from (
    select t.tenant_id, t.application_id, t.at from application_transitions t
    where t.from_step <> t.to_step
) moved
where moved.tenant_id = n.tenant_id and moved.application_id = n.subject_id and moved.at > n.created_at
  and n.units = 1 and n.subject_type = 'Application' and n.kind in (
    'application.arrived', 'application.reminded', 'application.returned', 'application.take_over',
    'application.unassigned', 'rectification.due', 'rectification.overdue'
)
"""


def upgrade() -> None:
    op.add_column("notifications", sa.Column("subjects", postgresql.JSONB(), nullable=True))
    op.add_column("notifications", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    for each in READ:
        op.execute(f"alter table {each} no force row level security")
    op.execute(BEFORE)
    for each in READ:
        op.execute(f"alter table {each} force row level security")
    op.execute("grant update (subjects, ended_at) on notifications to wuyi_runtime")
    op.create_index(
        "ix_notifications_open",
        "notifications",
        ["tenant_id", "subject_id"],
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(
        "ix_notifications_several",
        "notifications",
        ["tenant_id", "kind"],
        postgresql_where=sa.text("ended_at is null and subjects is not null"),
    )
    # a statement nobody waits for any more ends, though its client could not say so; a cluster may leave that to its keeper
    for role in ("wuyi_runtime", "wuyi_platform"):
        op.execute(
            f"do $$ begin alter role {role} set client_connection_check_interval = '2s'; "
            "exception when insufficient_privilege or invalid_parameter_value then null; end $$"
        )
