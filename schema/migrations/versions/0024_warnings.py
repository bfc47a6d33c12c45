"""What happened can warn a name."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NAME = op.f("ck_consequences_effect")


def upgrade() -> None:
    op.drop_constraint(NAME, "consequences", type_="check")
    op.create_check_constraint(NAME, "consequences", "effect in ('warn', 'suspend', 'revoke')")
