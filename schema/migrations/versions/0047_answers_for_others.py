"""Households sign by a guardian; claims of vacancy are refused with a reason, and found by who confirms them."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

ANSWERS = (
    "answer in ('pending', 'signed', 'signed_remotely', 'signed_by_proxy', 'signed_by_guardian', "
    "'vacancy_claimed', 'vacancy_confirmed', 'absent', 'refused', 'departed')"
)


def upgrade() -> None:
    op.drop_constraint(op.f("ck_petition_entries_answer"), "petition_entries", type_="check")
    op.create_check_constraint(op.f("ck_petition_entries_answer"), "petition_entries", ANSWERS)
    op.add_column("petition_entries", sa.Column("vacancy_refusal", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_petition_entries_vacancy_refusal"),
        "petition_entries",
        "vacancy_refusal is null or answer in ('pending', 'departed')",
    )
    op.create_index(
        "ix_petition_entries_claimed",
        "petition_entries",
        ["tenant_id", "recorded_at", "id"],
        postgresql_where=sa.text("answer = 'vacancy_claimed'"),
    )
