"""Names that are void from the start, and what is kept of papers: certificates by edition, moves of plaques.

The certificate of each name so far is its first edition, as name and unit are now; of plaques the issue and the return are
known by day alone. Processes of the release before go on: what they name has its certificate when it is next issued.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
CERTIFICATES, MOVES = "designation_certificates", "plaque_moves"
READ = ("designations", "designation_changes", "units")
OVER = "('expired', 'revoked', 'voided')"
CHANGES = "'named', 'renewed', 'promoted', 'warned', 'suspended', 'restored', 'expired', 'revoked', 'reinstated', 'voided'"


def upgrade() -> None:
    _let_names_be_void()
    op.add_column("designation_changes", sa.Column("note", sa.Text(), nullable=True))
    op.add_column(
        "designations",
        sa.Column("certificate_edition", sa.Integer(), nullable=False, server_default="1"),
    )
    op.add_column("designations", sa.Column("certificate_issued_on", sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f("ck_designations_certificate_edition"), "designations", "certificate_edition > 0"
    )
    _keep_certificates()
    _keep_moves()
    _fill()
    for table in (CERTIFICATES, MOVES):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant select, insert on {table} to wuyi_runtime")


def _let_names_be_void() -> None:
    checks = {
        "status": "status in ('active', 'warned', 'suspended', 'expired', 'revoked', 'voided')",
        "ended_on": f"(ended_on is null) = (status not in {OVER})",
    }
    for name, condition in checks.items():
        op.drop_constraint(op.f(f"ck_designations_{name}"), "designations", type_="check")
        op.create_check_constraint(op.f(f"ck_designations_{name}"), "designations", condition)
    op.drop_constraint(op.f("ck_designation_changes_change"), "designation_changes", type_="check")
    op.create_check_constraint(
        op.f("ck_designation_changes_change"), "designation_changes", f"change in ({CHANGES})"
    )
    op.drop_index("uq_designations_held", "designations")
    op.create_index(
        "uq_designations_held",
        "designations",
        ["tenant_id", "unit_id"],
        unique=True,
        postgresql_where=sa.text(f"status not in {OVER}"),
    )
    op.drop_index("ix_designations_running_out", "designations")
    op.create_index(
        "ix_designations_running_out",
        "designations",
        ["tenant_id", "valid_until"],
        postgresql_where=sa.text(f"status not in {OVER} and valid_until is not null"),
    )


def _keep_certificates() -> None:
    op.create_table(
        CERTIFICATES,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("designation_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        *_done_by(),
        sa.CheckConstraint("edition > 0", name=op.f(f"ck_{CERTIFICATES}_edition")),
        sa.CheckConstraint(
            "occasion in ('named', 'renewed', 'promoted', 'reissued')",
            name=op.f(f"ck_{CERTIFICATES}_occasion"),
        ),
        sa.CheckConstraint(
            "(reason is null) = (occasion <> 'reissued')", name=op.f(f"ck_{CERTIFICATES}_reason")
        ),
        *_keys(CERTIFICATES, "edition"),
    )


def _keep_moves() -> None:
    op.create_table(
        MOVES,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("designation_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        *_done_by(),
        sa.CheckConstraint("what in ('issued', 'returned', 'replaced')", name=op.f(f"ck_{MOVES}_what")),
        sa.CheckConstraint("(reason is null) = (what <> 'replaced')", name=op.f(f"ck_{MOVES}_reason")),
        *_keys(MOVES, "ordinal"),
    )


def _done_by() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _keys(table: str, place: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["tenant_id", "designation_id"],
            ["designations.tenant_id", "designations.id"],
            name=op.f(f"fk_{table}_tenant_id_designation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "on_behalf_of"],
            ["officials.tenant_id", "officials.id"],
            name=op.f(f"fk_{table}_tenant_id_on_behalf_of"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "tenant_id",
            "designation_id",
            place,
            name=op.f(f"uq_{table}_tenant_id_designation_id_{place}"),
        ),
    )


def _fill() -> None:
    for table in READ:
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        """insert into designation_certificates
            (tenant_id, id, designation_id, edition, unit_name, title, valid_until, occasion, issued_on, at)
            select d.tenant_id, gen_random_uuid(), d.id, 1, u.name, d.title, d.valid_until, 'named', d.named_on, c.at
            from designations d
            join units u on u.tenant_id = d.tenant_id and u.id = d.unit_id
            join designation_changes c
                on c.tenant_id = d.tenant_id and c.designation_id = d.id and c.ordinal = 1"""
    )
    op.execute(
        """insert into plaque_moves (tenant_id, id, designation_id, ordinal, what, happened_on, at)
            select d.tenant_id, gen_random_uuid(), d.id, move.ordinal, move.what, move.happened_on,
                move.happened_on::timestamp at time zone t.time_zone
            from designations d
            join tenants t on t.id = d.tenant_id
            cross join lateral (
                values (1, 'issued', d.plaque_issued_on), (2, 'returned', d.plaque_returned_on)
            ) as move (ordinal, what, happened_on)
            where move.happened_on is not null"""
    )
    for table in READ:
        op.execute(f"alter table {table} force row level security")
