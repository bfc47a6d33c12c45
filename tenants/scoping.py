"""Gives each table of tenants that a select names the tenant as a parameter, not by comparison with another table.

Row security hides the rows of other tenants and routes nothing. An engine that shards by tenant sends a statement to
one shard if every reference to a table says `tenant_id = $1`. Whoever writes a statement says so once and joins the
other tables by `tenant_id`; the rest is added when the statement is compiled, with the parameter that is already
there. What is compiled is kept and used again, so a statement costs nothing more when it is run.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Alias, BinaryExpression, BindParameter, FromClause, Join, Select, Table
from sqlalchemy.dialects.postgresql.asyncpg import PGCompiler_asyncpg
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BooleanClauseList

_COLUMN = "tenant_id"


class TenantCompiler(PGCompiler_asyncpg):
    """Compiles statements so that a select restricts each of its tables to the tenant the statement names.

    A table that an outer join may leave empty is let alone: a condition on it would make the join an inner one.
    """

    _tenant: BindParameter[Any] | None = None

    def _compose_select_body(
        self, text: str, select: Select[*tuple[Any, ...]], state: Any, columns: Any, froms: Any, *rest: Any
    ) -> str:
        conditions = [select.whereclause, *(join.onclause for join in _joins(froms))]
        named = {hash(table): tenant for table, tenant in _comparisons(_conjuncts(conditions))}
        missing = [table for table in _tables(froms) if hash(table) not in named]
        if self._tenant is None:
            self._tenant = next(iter(named.values()), None)
        if missing and self._tenant is None and self.statement is not None:
            everywhere = _comparisons(visitors.iterate(self.statement))
            self._tenant = next((tenant for _, tenant in everywhere), None)
        if missing and self._tenant is not None:
            select = select.where(*(table.c[_COLUMN] == self._tenant for table in missing))
        return super()._compose_select_body(  # type: ignore[no-any-return, no-untyped-call]
            text, select, state, columns, froms, *rest
        )


def _comparisons(conditions: Iterable[Any]) -> Iterator[tuple[FromClause, BindParameter[Any]]]:
    """Give the tables whose tenant is compared with a parameter, each with that parameter."""
    for condition in conditions:
        if isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
            column, value = condition.left, condition.right
            if getattr(column, "name", None) == _COLUMN and isinstance(value, BindParameter):
                yield column.table, value


def _conjuncts(conditions: Iterable[Any]) -> Iterator[Any]:
    for condition in conditions:
        if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
            yield from _conjuncts(condition.clauses)
        else:
            yield condition


def _joins(sources: Iterable[Any]) -> Iterator[Join]:
    for source in sources:
        if isinstance(source, Join):
            yield source
            yield from _joins((source.left, source.right))


def _tables(sources: Iterable[Any]) -> Iterator[FromClause]:
    for source in sources:
        if isinstance(source, Join):
            if not source.full:
                yield from _tables((source.left,) if source.isouter else (source.left, source.right))
        elif (
            isinstance(source.element if isinstance(source, Alias) else source, Table) and _COLUMN in source.c
        ):
            yield source
