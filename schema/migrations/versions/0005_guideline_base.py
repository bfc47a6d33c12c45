"""Remember the built-in guideline each version was adopted from, so that an adoption can only be made stricter.

The column needs no right of its own: versions are inserted and never changed. What is there was begun with the
first version of its tenant; the owner, too, is under row security, which is lifted for the one statement.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("guideline_versions", sa.Column("base_digest", sa.Text(), nullable=True))
    op.execute("alter table guideline_versions no force row level security")
    op.execute(
        "update guideline_versions as version set base_digest = first.digest from guideline_versions as first"
        " where first.tenant_id = version.tenant_id and first.number = 1 and first.template = version.template"
    )
    op.execute("alter table guideline_versions force row level security")
