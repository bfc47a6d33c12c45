"""Codes and door numbers are unique whatever their case; names are searched whatever their width, case and marks.

Codes were ASCII before, door numbers ASCII and ideographs: their case is all that may differ. Where two of them do in
case alone, nothing is changed and the error says which: both are written on doors and plaques, and none may be guessed.
"""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0050"
down_revision = "0048"
branch_labels = None
depends_on = None

_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
_SAME = {
    **{wide: chr(ord(wide) - 0xFEE0).lower() for wide in _WIDE},
    "\u3000": " ",
    **{chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)},
    **dict.fromkeys("[{〔【［｛〈《", "("),
    **dict.fromkeys("]}〕】］｝〉》", ")"),
    **dict.fromkeys("·‧・･•．。｡", "."),
    "\u00a0": " ",
}
_FROM, _TO = ("".join(each).replace("'", "''") for each in (_SAME, _SAME.values()))
ALIKE = {
    "单元": """
        select coalesce(t.slug, u.tenant_id::text) as place, string_agg(u.code, ', ' order by u.code) as codes
        from units u left join tenants t on t.id = u.tenant_id
        group by u.tenant_id, t.slug, lower(u.code) having count(*) > 1 order by 1, 2""",
    "门牌": """
        select coalesce(t.slug, h.tenant_id::text) || ' ' || u.code as place,
               string_agg(h.code, ', ' order by h.code) as codes
        from households h join units u on u.tenant_id = h.tenant_id and u.id = h.unit_id
        left join tenants t on t.id = h.tenant_id
        where h.departed_on is null
        group by h.tenant_id, t.slug, u.code, lower(h.code) having count(*) > 1 order by 1, 2""",
}


def upgrade() -> None:
    for table in ("units", "households"):
        op.execute(f"alter table {table} no force row level security")
    _refuse_alike()
    for table in ("units", "households"):
        op.execute(f"alter table {table} force row level security")
    for table in ("units", "households"):
        key = sa.Computed("lower(code)", persisted=True)
        op.add_column(table, sa.Column("code_key", sa.Text(collation="C"), key, nullable=False))
    op.create_unique_constraint(
        op.f("uq_units_tenant_id_code_key"), "units", ["tenant_id", "code_key"], deferrable=True
    )
    op.drop_index("uq_households_tenant_id_unit_id_code", "households")
    op.create_index(
        "uq_households_tenant_id_unit_id_code",
        "households",
        ["tenant_id", "unit_id", "code_key"],
        unique=True,
        postgresql_where=sa.text("departed_on is null"),
    )
    key = sa.Computed(f"translate(name, '{_FROM}', '{_TO}')", persisted=True)
    op.add_column("units", sa.Column("name_key", sa.Text(collation="C"), key, nullable=False))


def _refuse_alike() -> None:
    """Refuse to go on while codes are alike."""
    found = [
        f"{what}（{row.place}）：{row.codes}"
        for what, query in ALIKE.items()
        for row in op.get_bind().execute(sa.text(query))
    ]
    if found:
        raise CommandError(
            "编码、门牌号不分大小写后有重复，未作任何改动。请先用现有版本更换其中之一（changeUnitCode、correctHousehold），"
            f"再重新升级。重复的有：{'；'.join(found)}"
        )
