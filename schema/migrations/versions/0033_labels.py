"""Paths join labels, which are given once, instead of codes, which may change.

Every code so far becomes the label, by one rewriting of `units` for all districts, so that paths, scopes, placements and
cursors are what they were: processes of the release before go on after it, and find what they keep where it was. What
they add has a label too, since it is worked out. `code_path` is for units below a code that changed: there are none yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_units_path"), "units", type_="check")
    op.add_column(
        "units",
        sa.Column(
            "label",
            sa.Text(collation="C"),
            sa.Computed("split_part(path, '.', -1)", persisted=True),
            nullable=False,
        ),
    )
    op.add_column("units", sa.Column("code_path", sa.Text(collation="C"), nullable=True))
    op.create_unique_constraint(op.f("uq_units_tenant_id_label"), "units", ["tenant_id", "label"])
    op.create_index("ix_units_tenant_id_parent_id_label", "units", ["tenant_id", "parent_id", "label"])
    op.drop_index("ix_units_tenant_id_parent_id_code", "units")
    op.create_check_constraint(
        op.f("ck_units_label"), "units", "label ~ '^[0-9A-Za-z_-]{1,32}(~[1-9][0-9]*)?$'"
    )
    op.create_check_constraint(
        op.f("ck_units_code_path"),
        "units",
        "code_path <> path and code_path ~ '^[0-9A-Za-z_-]+([.][0-9A-Za-z_-]+)*$'",
    )
    op.create_check_constraint(
        op.f("ck_units_path"), "units", "split_part(coalesce(code_path, path), '.', -1) = code"
    )
