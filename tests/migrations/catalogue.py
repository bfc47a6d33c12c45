"""What a release before could trip over in a schema that was migrated under it, as a list of findings.

Two catalogues are compared, not texts: whatever a migration is written in, PostgreSQL says what became of the tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_COLUMNS = text(
    """
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        a.atthasdef or a.attidentity <> '' as filled
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and a.attnum > 0 and not a.attisdropped and c.relname <> 'alembic_version'
    """
)
_RULES = text(
    """
    select c.relname, r.conname, pg_get_constraintdef(r.oid), r.contype = 'c', array(
        select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any (r.conkey)
    )
    from pg_constraint r join pg_class c on c.oid = r.conrelid
    where c.relnamespace = 'public'::regnamespace and r.contype in ('c', 'u', 'x', 'f')
    union all
    select c.relname, i.relname, pg_get_indexdef(i.oid), false, array(
        select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any (x.indkey)
    )
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
    where c.relnamespace = 'public'::regnamespace and x.indisunique
        and not exists (select from pg_constraint r where r.conindid = i.oid)
    """
)
_FILES = text(
    """
    select relname, relfilenode from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'alembic_version'
    """
)
_RIGHTS = text(
    """
    select table_name || '.' || column_name, grantee || ' ' || privilege_type
    from information_schema.column_privileges
    where table_schema = 'public' and grantee in ('wuyi_runtime', 'wuyi_platform')
    union all
    select table_name || '.', grantee || ' ' || privilege_type from information_schema.table_privileges
    where table_schema = 'public' and grantee in ('wuyi_runtime', 'wuyi_platform')
    """
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as whoever inserts meets it: its type, whether it must be given, whether the database fills it."""

    kind: str
    required: bool
    filled: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule rows must keep: its text, whether it is a check, and the columns it speaks of."""

    told: str
    checks: bool
    columns: frozenset[str]

    def spares(self, old: Mapping[str, Column], new: Mapping[str, Column]) -> bool:
        """Tell that no row of a writer who knows only the old columns can break it: what is null is never alike."""
        added = self.columns - old.keys()
        empty = any(not new[name].required and not new[name].filled for name in added)
        return bool(added) and (added == self.columns or (empty and not self.checks))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Tables by name with their columns, the rules rows must keep, the files they lie in, what our roles may do."""

    tables: Mapping[str, Mapping[str, Column]]
    rules: Mapping[tuple[str, str], Rule]
    files: Mapping[str, int]
    rights: frozenset[tuple[str, str]]


async def read_catalogue(connection: AsyncConnection) -> Catalogue:
    """Ask the database what its tables are."""
    tables: dict[str, dict[str, Column]] = {}
    for table, name, kind, required, filled in await connection.execute(_COLUMNS):
        tables.setdefault(table, {})[name] = Column(kind, required, filled)
    rules = {
        (table, name): Rule(told, checks, frozenset(columns))
        for table, name, told, checks, columns in await connection.execute(_RULES)
    }
    files = {row.relname: row.relfilenode for row in await connection.execute(_FILES)}
    rights = frozenset((place, right) for place, right in await connection.execute(_RIGHTS))
    return Catalogue(tables, rules, files, rights)


def findings(before: Catalogue, after: Catalogue, excused: Mapping[str, str]) -> list[str]:
    """Tell what the release before could trip over; `excused` has a reason for each place that may differ."""
    told = [
        *_of_columns(before, after),
        *_of_rules(before, after),
        *(
            f"{table}: rewritten"
            for table in _kept(before, after)
            if before.files[table] != after.files[table]
        ),
        *(f"{place}: {right} taken" for place, right in sorted(before.rights - after.rights)),
    ]
    return [each for each in told if each.split(":")[0] not in excused]


def _kept(before: Catalogue, after: Catalogue) -> list[str]:
    return sorted(before.tables.keys() & after.tables.keys())


def _of_columns(before: Catalogue, after: Catalogue) -> Iterator[str]:
    for table in sorted(before.tables.keys() - after.tables.keys()):
        yield f"{table}: table gone"
    for table in _kept(before, after):
        old, new = before.tables[table], after.tables[table]
        for name in sorted(old.keys() | new.keys()):
            place, was, now = f"{table}.{name}", old.get(name), new.get(name)
            if now is None:
                yield f"{place}: column gone"
            elif now.required and not now.filled and (was is None or not was.required or was.filled):
                yield f"{place}: must be given now"
            elif was is not None and was.kind != now.kind:
                yield f"{place}: {was.kind} became {now.kind}"


def _of_rules(before: Catalogue, after: Catalogue) -> Iterator[str]:
    for (table, name), rule in sorted(after.rules.items(), key=lambda each: each[0]):
        old = before.tables.get(table)
        if old is None or before.rules.get((table, name)) == rule or rule.spares(old, after.tables[table]):
            continue
        yield f"{table}.{name}: rule is new: {rule.told}"
