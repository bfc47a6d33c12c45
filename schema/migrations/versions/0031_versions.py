"""That something of a tenant changed, told to every process that keeps what it has read."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "versions",
        sa.Column(
            "xid",
            sa.BigInteger(),
            server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
            nullable=False,
        ),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("xid", "subject", name=op.f("pk_versions")),
    )
    op.create_index(op.f("ix_versions_at"), "versions", ["at"])
    # reads of one statement set nothing, so what is best for them is the role's; a cluster may leave that to its keeper
    op.execute(
        "do $$ begin alter role wuyi_runtime set jit = off; "
        "exception when insufficient_privilege then null; end $$"
    )
    op.execute("grant select, insert on versions to wuyi_runtime")
    op.execute("grant select, insert, delete on versions to wuyi_platform")
