"""A unit may take the place of one that was of another kind."""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

CAUSES = "'registered', 'moved', 'split', 'merged', 'retyped', 'dissolved', 'mistaken'"
ENDS = "'split', 'merged', 'retyped', 'dissolved', 'mistaken'"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_unit_placements_cause"), "unit_placements", type_="check")
    op.create_check_constraint(op.f("ck_unit_placements_cause"), "unit_placements", f"cause in ({CAUSES})")
    op.drop_constraint(op.f("ck_unit_placements_path"), "unit_placements", type_="check")
    op.create_check_constraint(
        op.f("ck_unit_placements_path"),
        "unit_placements",
        f"path is not null or (parent_id is null and cause in ({ENDS}))",
    )
