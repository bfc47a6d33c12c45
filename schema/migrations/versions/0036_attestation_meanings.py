"""An attestation says of which wording it was made, as a digest; of those before nobody wrote it down.

Kinds of work a scheme declares may have digits, as every other code.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attestations", sa.Column("meaning", sa.Text(), nullable=True))
    op.drop_constraint(op.f("ck_unit_logs_kind"), "unit_logs", type_="check")
    op.create_check_constraint(op.f("ck_unit_logs_kind"), "unit_logs", "kind ~ '^[a-z][a-z0-9_]{1,47}$'")
