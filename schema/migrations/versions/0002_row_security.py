"""Make the roles, give each the least it needs, and put every tenant table under row security.

`wuyi_runtime` serves tenants; `wuyi_platform` registers them. Neither owns a table, neither bypasses row security.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLES = """
do $$
declare wanted text;
begin
    foreach wanted in array array['wuyi_runtime', 'wuyi_platform'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls', wanted);
            exception when duplicate_object or unique_violation then
                null;  -- made meanwhile for another database of this cluster
            end;
        end if;
        -- lets a deployment with a single DATABASE_URL act as the role
        if not pg_has_role(current_user, wanted, 'member') then
            execute format('grant %I to current_user', wanted);
        end if;
        execute format('grant usage on schema public to %I', wanted);
    end loop;
end $$
"""

# What the runtime role may do with each tenant table. Rows that tell what happened are never updated.
RUNTIME_RIGHTS = {
    "access_tokens": "select, insert, delete, update (revoked_at)",
    "api_clients": "select, insert, update (revoked_at)",
    "application_transitions": "select, insert",
    "applications": "select, insert, update",
    "assessment_results": "select, insert",
    "assessments": "select, insert",
    "attestations": "select, insert",
    "audit_entries": "select, insert",
    "designation_changes": "select, insert",
    "designation_counters": "select, insert, update",
    "designations": "select, insert, update",
    "guideline_versions": "select, insert, update (status, superseded_at)",
    "health_events": "select, insert, update (ended_on, revision)",
    "households": "select, insert, update",
    "idempotency_keys": "select, insert, delete, update (result_id)",
    "memberships": "select, insert, update (valid_until, scope_path)",
    "officials": "select, insert, update (password_hash, display_name, disabled_at)",
    "outbox_messages": "select, insert, update (sequence)",
    "petition_entries": "select, insert, update",
    "petitions": "select, insert, update (closed_at, revision)",
    "residents": "select, insert, update",
    "reviews": "select, insert",
    "unit_logs": "select, insert",
    "units": "select, insert, update",
}

# Onboarding writes a tenant's first rows, bound to that tenant like anybody else.
PLATFORM_RIGHTS = {
    "audit_entries": "select, insert",
    "guideline_versions": "select, insert",
    "memberships": "select, insert",
    "officials": "select, insert",
    "units": "select, insert",
}

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"


def upgrade() -> None:
    op.execute(ROLES)
    op.execute("revoke all on schema public from public")
    op.execute("revoke all on all tables in schema public from public")
    op.execute("grant select on alembic_version to wuyi_runtime, wuyi_platform")
    op.execute("grant select on tenants to wuyi_runtime")
    op.execute("grant select, insert, update on tenants to wuyi_platform")
    op.execute("grant select, insert, update on platform_operators to wuyi_platform")
    op.execute("grant select, insert, delete on platform_tokens to wuyi_platform")
    for table, rights in RUNTIME_RIGHTS.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy tenant_rows on {table} using ({TENANT}) with check ({TENANT})")
        op.execute(f"grant {rights} on {table} to wuyi_runtime")
    for table, rights in PLATFORM_RIGHTS.items():
        op.execute(f"grant {rights} on {table} to wuyi_platform")
