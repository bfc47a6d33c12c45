"""The catalogue gate: what PostgreSQL itself says of tenant isolation, as a list of findings.

Each rule is one query whose rows are findings: what is wrong, in words that name the table. A sound database
gives none. The gate is a function, so that it can be run against a database that was broken on purpose.
"""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

RUNTIME = "wuyi_runtime"
PLATFORM = "wuyi_platform"
POLICY = "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)"

WHOLE_ROW = frozenset({"*"})
CHANGEABLE: Mapping[str, frozenset[str]] = {
    "access_tokens": frozenset({"revoked_at"}),
    "api_clients": frozenset({"revoked_at"}),
    "appeals": frozenset({"status", "opinion", "decided_by", "decided_at", "revision"}),
    "applications": WHOLE_ROW,
    "batch_entries": frozenset({"outcome", "concluded_at"}),
    "batches": frozenset({"status", "closed_at", "revision"}),
    "complaints": frozenset({"substantiated", "settled_on", "settled_by", "revision"}),
    "consequences": frozenset({"withdrawn_at"}),
    "delegations": frozenset({"revoked_at", "revoked_by", "valid_until"}),
    "designation_counters": WHOLE_ROW,
    "designations": WHOLE_ROW,
    "guideline_drafts": frozenset(
        {
            "source",
            "scheme",
            "title",
            "changed_at",
            "status",
            "closed_by",
            "closed_at",
            "version_id",
            "revision",
        }
    ),
    "health_events": frozenset(
        {
            "area_id",
            "control",
            "ended_on",
            "event_class",
            "excluded",
            "in_central_quarantine",
            "kind",
            "left_area_on",
            "occurred_on",
            "reported_on",
            "revision",
            "risk_level",
            "unit_id",
        }
    ),
    "households": WHOLE_ROW,
    "idempotency_keys": frozenset({"result_id"}),
    "key_areas": frozenset({"listed_until", "ended_by", "ended_at", "revision"}),
    "inspections": frozenset({"status", "points", "settlement", "concluded_by", "concluded_at", "review_id"}),
    "jobs": frozenset(
        [
            "state",
            "attempts",
            "done",
            "total",
            "error",
            "due_at",
            "started_at",
            "finished_at",
            "claim",
            "leased_until",
        ]
    ),
    "memberships": frozenset({"valid_until", "scope_path"}),
    "notifications": frozenset({"ended_at", "read_at", "subjects"}),
    "officials": frozenset(
        {
            "password_hash",
            "password_until",
            "display_name",
            "disabled_at",
            "email",
            "mail_wanted",
            "revision",
        }
    ),
    "outbox_messages": frozenset({"sequence"}),
    "petition_entries": WHOLE_ROW,
    "petitions": frozenset({"closed_at", "revision"}),
    "public_notices": frozenset({"ended_at"}),
    "rectifications": frozenset({"done_on", "measure", "reported_by", "overdue_told_at"}),
    "residents": WHOLE_ROW,
    "score_sheets": frozenset({"scores", "updated_at", "submitted_at"}),
    "sign_in_attempts": WHOLE_ROW,
    "rule_changes": frozenset(
        {
            "treatment",
            "days",
            "due_on",
            "status",
            "expected",
            "runs",
            "tally",
            "decided_by",
            "decided_at",
            "closed_by",
            "closed_at",
            "reason",
            "revision",
        }
    ),
    "simulations": frozenset(
        {"passing", "failing", "gaining", "losing", "names_falling", "names_returning", "facts"}
    ),
    "supervision_findings": frozenset(
        {
            "status",
            "due_on",
            "warnings",
            "suspended",
            "measure",
            "reported_by",
            "reported_on",
            "opinion",
            "verified_by",
            "verified_on",
            "revision",
        }
    ),
    "unit_counters": WHOLE_ROW,
    "step_deadlines": frozenset(
        {
            "status",
            "consumed",
            "running_since",
            "ran_from",
            "ran_through",
            "counted_by",
            "due_on",
            "next_rung_on",
        }
    ),
    "units": WHOLE_ROW,
}
"""Columns the runtime role may change. A table that is not listed tells what happened: append-only."""
DELETABLE = frozenset(
    {
        "access_tokens",
        "idempotency_keys",
        "jobs",
        "sign_in_attempts",
        "simulation_changes",
        "simulations",
        "unit_counter_deltas",
    }
)
"""Tables whose rows end: sessions, keys, finished jobs, simulations, counts of attempts, of names. No other is
deleted from."""

_TENANT_TABLES = """
    tenant_tables as (
        select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, a.attnum as tenant_column
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    )
"""
_OURS = f"('{RUNTIME}', '{PLATFORM}')"
_RULES: Mapping[str, str] = {
    "row security is enabled and forced": """
        select relname || ': row security is not both enabled and forced'
        from tenant_tables where not (relrowsecurity and relforcerowsecurity)
    """,
    "one permissive policy, the exact one": """
        select t.relname || ': ' || count(p.oid) || ' policies, ' || count(p.oid) filter (
            where p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
            and pg_get_expr(p.polqual, p.polrelid) = :policy
            and pg_get_expr(p.polwithcheck, p.polrelid) = :policy
        ) || ' of them the right one'
        from tenant_tables t left join pg_policy p on p.polrelid = t.oid
        group by t.relname
        having count(p.oid) <> 1 or count(p.oid) filter (
            where p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
            and pg_get_expr(p.polqual, p.polrelid) = :policy
            and pg_get_expr(p.polwithcheck, p.polrelid) = :policy
        ) <> 1
    """,
    "keys begin with the tenant": """
        select t.relname || ': unique index ' || i.indexrelid::regclass || ' does not begin with tenant_id'
        from tenant_tables t join pg_index i on i.indrelid = t.oid
        where i.indisunique and i.indkey[0] <> t.tenant_column
        union all
        select t.relname || ': no primary key' from tenant_tables t
        where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)
    """,
    "foreign keys between tenant tables carry the tenant": """
        select t.relname || ': foreign key ' || k.conname || ' does not carry tenant_id'
        from tenant_tables t
        join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
        join tenant_tables target on target.oid = k.confrelid
        where not exists (
            select from unnest(k.conkey, k.confkey) as pair (here, there)
            where pair.here = t.tenant_column and pair.there = target.tenant_column
        )
    """,
    "our roles are powerless": f"""
        select rolname || ': has an attribute that goes round row security'
        from pg_roles where rolname in {_OURS}
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
        union all
        select member.rolname || ': is a member of ' || granted.rolname
        from pg_auth_members m
        join pg_roles member on member.oid = m.member
        join pg_roles granted on granted.oid = m.roleid
        where member.rolname in {_OURS}
        union all
        select wanted || ': there is no such role'
        from unnest(array['{RUNTIME}', '{PLATFORM}']) as wanted
        where not exists (select from pg_roles where rolname = wanted)
    """,
    "our roles own nothing": f"""
        select role.rolname || ': owns ' || coalesce(owned.objid::regclass::text, '')
        from pg_shdepend owned
        join pg_roles role on role.oid = owned.refobjid
        left join pg_database d on d.oid = owned.dbid
        where owned.refclassid = 'pg_authid'::regclass and owned.deptype = 'o' and role.rolname in {_OURS}
        and (owned.dbid = 0 or d.datname = current_database())
    """,
    "nothing is granted to everybody": """
        select c.relname || ': ' || a.privilege_type || ' is granted to PUBLIC'
        from pg_class c, aclexplode(c.relacl) a
        where c.relnamespace = 'public'::regnamespace and a.grantee = 0
        union all
        select c.relname || '.' || col.attname || ': ' || a.privilege_type || ' is granted to PUBLIC'
        from pg_class c join pg_attribute col on col.attrelid = c.oid, aclexplode(col.attacl) a
        where c.relnamespace = 'public'::regnamespace and a.grantee = 0
        union all
        select 'schema public: ' || a.privilege_type || ' is granted to PUBLIC'
        from pg_namespace n, aclexplode(n.nspacl) a
        where n.nspname = 'public' and a.grantee = 0
        union all
        select 'default privileges: ' || a.privilege_type || ' goes to PUBLIC'
        from pg_default_acl d, aclexplode(d.defaclacl) a
        where a.grantee = 0
    """,
    "nobody truncates, refers or triggers": f"""
        select c.relname || ': ' || role.rolname || ' has ' || a.privilege_type
        from pg_class c, aclexplode(c.relacl) a join pg_roles role on role.oid = a.grantee
        where c.relnamespace = 'public'::regnamespace and role.rolname in {_OURS}
        and a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    """,
    "no back door": """
        select c.relname || ': a view reads with its owner''s rights'
        from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
        and not coalesce(c.reloptions::text[] && array['security_invoker=true', 'security_invoker=on'], false)
        union all
        select c.relname || ': materialized views and foreign tables know no row security'
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('m', 'f')
        union all
        select c.relname || ': a sequence tells how much others write'
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
        union all
        select c.relname || ': a partition is reached past its parent''s policy'
        from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relacl is not null
        union all
        select p.proname || ': a function runs with its owner''s rights'
        from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
        union all
        select c.relname || ': trigger ' || t.tgname
        from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
    """,
}

_RIGHTS = text(
    f"""
    with {_TENANT_TABLES}
    select t.relname, role.rolname,
        has_table_privilege(role.oid, t.oid, 'DELETE') as deletes,
        array(
            select col.attname::text from pg_attribute col
            where col.attrelid = t.oid and col.attnum > 0 and not col.attisdropped
            and has_column_privilege(role.oid, t.oid, col.attnum, 'UPDATE')
        ) as changes,
        has_table_privilege(role.oid, t.oid, 'UPDATE') as changes_all
    from tenant_tables t cross join pg_roles role
    where role.rolname in {_OURS}
    """
)


async def list_tenant_tables(connection: AsyncConnection) -> frozenset[str]:
    """List the tables that have a tenant_id."""
    rows = await connection.scalars(text(f"with {_TENANT_TABLES} select relname from tenant_tables"))
    return frozenset(rows)


async def list_findings(connection: AsyncConnection) -> list[str]:
    """List everything in the database's catalogue that tenant isolation does not allow."""
    found = []
    for rule in _RULES.values():
        statement = text(f"with {_TENANT_TABLES} {rule}")
        parameters = {"policy": POLICY} if ":policy" in rule else {}
        found += list(await connection.scalars(statement, parameters))
    return sorted(found + await _rights_findings(connection))


async def _rights_findings(connection: AsyncConnection) -> list[str]:
    found = []
    for table, role, deletes, changes, changes_all in await connection.execute(_RIGHTS):
        allowed = CHANGEABLE.get(table, frozenset()) if role == RUNTIME else frozenset()
        if deletes and (role != RUNTIME or table not in DELETABLE):
            found.append(f"{table}: {role} may delete rows")
        if allowed == WHOLE_ROW:
            continue
        beyond = ["*"] if changes_all else sorted(set(changes) - allowed)
        if beyond:
            found.append(f"{table}: {role} may change {', '.join(beyond)}")
    return found
