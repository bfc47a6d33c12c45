"""Usernames are unique however they are written; a password that was set by somebody else is due to be changed.

`username_key` is worked out by the database, so that processes of the release before go on appointing people. Where
two of them differ in case or width alone, nothing is changed and the error says which: nobody else can tell who is to
be called what.
"""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

KEY = 'lower(normalize(username, NFKC) collate "C")'
ALIKE = {
    "officials": """
        select coalesce(t.slug, o.tenant_id::text) as place, string_agg(o.id::text, ', ' order by o.id) as ids
        from officials o left join tenants t on t.id = o.tenant_id
        group by o.tenant_id, t.slug, lower(normalize(o.username, NFKC) collate "C")
        having count(*) > 1 order by 1, 2""",
    "platform_operators": """
        select 'platform' as place, string_agg(id::text, ', ' order by id) as ids
        from platform_operators group by lower(normalize(username, NFKC) collate "C")
        having count(*) > 1 order by 2""",
}


def upgrade() -> None:
    op.execute("alter table officials no force row level security")
    _refuse_alike()
    op.execute("alter table officials force row level security")
    for table, scope in (("officials", ["tenant_id"]), ("platform_operators", [])):
        op.add_column(
            table, sa.Column("username_key", sa.Text(), sa.Computed(KEY, persisted=True), nullable=False)
        )
        name = op.f("_".join(["uq", table, *scope, "username_key"]))
        op.create_unique_constraint(name, table, [*scope, "username_key"])
    op.add_column("officials", sa.Column("password_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "officials", sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.execute("grant update (password_until, revision) on officials to wuyi_runtime")


def _refuse_alike() -> None:
    """Refuse to go on while usernames are alike; ids and places are told, no names."""
    found = [
        f"{table}（{row.place}）：{row.ids}"
        for table, query in ALIKE.items()
        for row in op.get_bind().execute(sa.text(query))
    ]
    if found:
        raise CommandError(
            "用户名不分大小写和全角半角后有重复，未作任何改动。请与当事人商定，由数据库所有者改去所列 id 之一的 username，"
            f"再重新升级。重复的有：{'；'.join(found)}"
        )
