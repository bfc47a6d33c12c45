"""Indexes for what is read of one unit, application, event or official, so that no district is read for it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_WHOLE = (
    ("applications", "unit_id"),
    ("assessments", "application_id"),
    ("designations", "unit_id"),
    ("inspections", "application_id"),
    ("memberships", "scope_path"),
    ("memberships", "unit_id"),
    ("petitions", "unit_id"),
)
_PARTIAL = (
    ("application_transitions", "actor_id"),
    ("application_transitions", "on_behalf_of"),
    ("designation_changes", "event_id"),
)
"""On columns that are often null, and are asked for by value only."""


def upgrade() -> None:
    for table, column in _WHOLE:
        op.create_index(f"ix_{table}_tenant_id_{column}", table, ["tenant_id", column])
    for table, column in _PARTIAL:
        op.create_index(
            f"ix_{table}_tenant_id_{column}",
            table,
            ["tenant_id", column],
            postgresql_where=sa.text(f"{column} is not null"),
        )
    op.create_index("ix_health_events_tenant_id_kind_id", "health_events", ["tenant_id", "kind", "id"])
    op.create_index("ix_units_tenant_id_parent_id_code", "units", ["tenant_id", "parent_id", "code"])
    op.drop_index("ix_units_tenant_id_parent_id", "units")
