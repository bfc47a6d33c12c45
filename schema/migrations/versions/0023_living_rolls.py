"""Households that moved out, and the rolls they left."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ANSWERS = (
    "answer in ('pending', 'signed', 'signed_remotely', 'signed_by_proxy', 'vacancy_claimed', "
    "'vacancy_confirmed', 'absent', 'refused', 'departed')"
)
UNIQUE = {
    "households": ("uq_households_tenant_id_unit_id_code", ["tenant_id", "unit_id", "code"]),
    "residents": ("uq_residents_tenant_id_identity_number", ["tenant_id", "identity_number"]),
}


def upgrade() -> None:
    for table, (name, columns) in UNIQUE.items():
        op.add_column(table, sa.Column("departed_on", sa.Date(), nullable=True))
        op.drop_constraint(op.f(name), table, type_="unique")
        op.create_index(
            op.f(name), table, columns, unique=True, postgresql_where=sa.text("departed_on is null")
        )
    op.drop_constraint(op.f("ck_petition_entries_answer"), "petition_entries", type_="check")
    op.create_check_constraint(op.f("ck_petition_entries_answer"), "petition_entries", ANSWERS)
