"""What happened can warn a name."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NAME = "ck_consequences_effect"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "consequences", type_="check")
    op.create_check_constraint(op.f(NAME), "consequences", "effect in ('warn', 'suspend', 'revoke')")
