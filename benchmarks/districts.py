"""Districts made set-based: one is brought on board by the platform, and the others are copies of its rows.

All of a district but its tenant is the same in each: the ids, the officials, the secrets of keys and sessions.
"""

from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from benchmarks.cluster import Place
from benchmarks.onboarding import onboard
from tenants.database import Database

SOURCE = Path(__file__)
SECRET = "B" * 43
"""The secret of every key and session in these databases, which hold nothing and are reached by nobody else."""
FIRST_DAY = datetime(2026, 11, 1, 4, tzinfo=UTC)
PER_COMPOUND, PER_COMMUNITY, PER_STREET = 50, 20, 50
"""Buildings of a compound, compounds of a community, communities of a street."""

_COPIED = ("guideline_versions", "units", "officials", "memberships", "designations", "unit_counters")
_LEVEL = """
    insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
    select p.tenant_id, uuidv7(), $2 || n, $7 || n, $3, p.id, p.path || '.' || $2 || n, $8, 1
    from generate_series(0, $4::int - 1) n join units p on p.tenant_id = $1
        and case when $5 = '' then p.parent_id is null else p.code = $5 || (n / $6::int) end
"""
_NAMED = """
    insert into designations (tenant_id, id, unit_id, origin, clause, guideline_version_id, number, title, status,
        named_on, public_from, warned_for, suspended_for, revision)
    select u.tenant_id, uuidv7(), u.id, 'derived', 'B-a', v.id, 'WY-' || u.code, '无疫楼栋', 'active',
        $2::date, $2::date, '{}', '{}', 1
    from units u join guideline_versions v on v.tenant_id = u.tenant_id
    where u.tenant_id = $1 and u.kind = 'building' and right(u.code, 1) not in ('0', '3', '7')
"""
_COUNTED = """
    insert into unit_counters (tenant_id, id, unit_id, kind, total, held, in_force)
    with recursive up as (
        select * from (
            select u.parent_id as above, u.kind, count(*) as total, count(d.id) as held
            from units u left join designations d on d.tenant_id = u.tenant_id and d.unit_id = u.id
            where u.tenant_id = $1 and u.parent_id is not null group by 1, 2
        ) directly_below
        union all
        select p.parent_id, up.kind, up.total, up.held
        from up join units p on p.tenant_id = $1 and p.id = up.above where p.parent_id is not null
    )
    select $1, uuidv7(), above, kind, sum(total), sum(held), sum(held) from up group by above, kind
"""
_KNOWN = (
    """insert into memberships (tenant_id, id, official_id, role, unit_id, scope_path, valid_from)
       select tenant_id, uuidv7(), official_id, 'headquarters', unit_id, scope_path, valid_from
       from memberships where tenant_id = $1""",
)
_ADMITTED = (
    """insert into access_tokens (tenant_id, id, digest, official_id, created_at, expires_at)
       select o.tenant_id, uuidv7(), sha256(convert_to('wys_' || replace(o.tenant_id::text, '-', '') || '_' || $1,
           'UTF8')), o.id, now(), now() + interval '10 years' from officials o""",
    """insert into api_clients (tenant_id, id, name, digest, scopes, created_at)
       select t.id, uuidv7(), 'bench', sha256(convert_to('wyk_' || replace(t.id::text, '-', '') || '_' || $1,
           'UTF8')), array['status:read'], now() from tenants t""",
)


async def found(place: Place, slug: str, buildings: int) -> None:
    """Bring a district on board with so many buildings and the levels above them, two of three of them named."""
    database = Database.open(place.url("wuyi_runtime"), place.url("wuyi_platform"))
    tenant = await onboard(database, FIRST_DAY, slug=slug)
    await database.dispose()
    compounds = -(-buildings // PER_COMPOUND)
    communities = -(-compounds // PER_COMMUNITY)
    levels = (
        ("S", "street", -(-communities // PER_STREET), "", 1, "街道"),
        ("C", "community", communities, "S", PER_STREET, "社区"),
        ("X", "compound", compounds, "C", PER_COMMUNITY, "小区"),
        ("B", "building", buildings, "X", PER_COMPOUND, "楼"),
    )
    owner = await place.connect()
    async with owner.transaction():
        await owner.execute("set local session_replication_role = replica")
        for prefix, kind, count, above, per, called in levels:
            await owner.execute(_LEVEL, tenant.id, prefix, kind, count, above, per, called, FIRST_DAY)
        await owner.execute(_NAMED, tenant.id, FIRST_DAY.date())
        await owner.execute("analyze units, designations")  # else the rows are counted by loops within loops
        await owner.execute(_COUNTED, tenant.id)
        for statement in _KNOWN:
            await owner.execute(statement, tenant.id)
    await owner.close()


async def copy_district(owner: asyncpg.Connection, slug: str, copies: int) -> None:
    """Copy a district as often as told: `<slug>-1`, `<slug>-2` and so on."""
    await owner.execute(
        """insert into tenants (id, slug, name, time_zone, status, created_at)
           select uuidv7(), slug || '-' || n, name, time_zone, status, created_at
           from tenants, generate_series(1, $2::int) n where slug = $1""",
        slug,
        copies,
    )
    for table in _COPIED:
        columns = [
            row[0]
            for row in await owner.fetch(
                "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0"
                " and not attisdropped and attgenerated = '' and attname <> 'tenant_id' order by attnum",
                table,
            )
        ]
        named = ", ".join(columns)
        await owner.execute(
            f"""insert into {table} (tenant_id, {named}) select c.id, {", ".join(f"r.{name}" for name in columns)}
                from {table} r join tenants t on t.id = r.tenant_id and t.slug = $1
                join tenants c on c.slug like t.slug || '-%'""",  # noqa: S608 - names out of our own catalogue
            slug,
        )


async def admit(owner: asyncpg.Connection) -> None:
    """Give every district a key, and every official a session."""
    for statement in _ADMITTED:
        await owner.execute(statement, SECRET)
    await owner.execute("analyze")


def key_of(tenant_id: str) -> str:
    """Write the key of a district's program."""
    return f"wyk_{tenant_id.replace('-', '')}_{SECRET}"


def session_of(tenant_id: str) -> str:
    """Write the token of a district's official."""
    return f"wys_{tenant_id.replace('-', '')}_{SECRET}"
