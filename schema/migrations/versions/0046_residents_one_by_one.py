"""Residents come, move and leave one by one; documents other than the identity card.

Processes of the release before write residents with identity cards only: the defaults stay for them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

DOCUMENTS = (
    "document in ('hk_macao_permit', 'identity_card', 'newborn', 'passport', 'permanent_residence', "
    "'residence_permit', 'taiwan_permit')"
)
CHECKS = {
    "document": DOCUMENTS,
    "identity_number": "(document = 'newborn') = (identity_number is null)",
    "issuer": "(document = 'passport') = (issuer is not null)",
    "left_for": "left_for in ('left', 'moved', 'recorded_wrongly')",
    "departed_on": "left_for is null or departed_on is not null",
}


def upgrade() -> None:
    op.add_column(
        "residents", sa.Column("document", sa.Text(), nullable=False, server_default="identity_card")
    )
    op.add_column(
        "residents",
        sa.Column("under_guardianship", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name, kind in (
        ("issuer", sa.Text()),
        ("arrived_on", sa.Date()),
        ("left_for", sa.Text()),
        ("former_id", sa.Uuid()),
    ):
        op.add_column("residents", sa.Column(name, kind, nullable=True))
    op.alter_column("residents", "identity_number", nullable=True)
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_residents_{name}"), "residents", condition)
    op.create_foreign_key(
        op.f("fk_residents_tenant_id_former_id"),
        "residents",
        "residents",
        ["tenant_id", "former_id"],
        ["tenant_id", "id"],
    )
    op.drop_index(op.f("uq_residents_tenant_id_identity_number"), "residents")
    op.create_index(
        "uq_residents_identity",
        "residents",
        ["tenant_id", "identity_number", "issuer"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("departed_on is null and identity_number is not null"),
    )
    op.create_index(
        "uq_residents_newborn",
        "residents",
        ["tenant_id", "household_id", "name", "born_on"],
        unique=True,
        postgresql_where=sa.text("departed_on is null and identity_number is null"),
    )
    op.create_index(op.f("ix_households_tenant_id_unit_id"), "households", ["tenant_id", "unit_id"])
