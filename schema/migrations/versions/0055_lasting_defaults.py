"""Columns that came after their table keep a default, so that a release that does not know them goes on writing.

Days and the unit that answers for an event have no default that would be right: `designations.public_from`,
`guideline_versions.effective_from` and `health_events.responsible_unit_id` stay without.
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

DEFAULTS = (
    ("application_transitions", "answers", sa.text("'[]'::jsonb")),
    ("applications", "purpose", "naming"),
    ("attestations", "applicable", sa.true()),
    ("designations", "origin", "application"),
    ("designations", "suspended_for", "{}"),
    ("designations", "warned_for", "{}"),
    ("health_events", "excluded", sa.false()),
)


def upgrade() -> None:
    for table, column, default in DEFAULTS:
        op.alter_column(table, column, server_default=default)
