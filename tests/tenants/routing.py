"""Finds in a statement the tables of tenants that are not restricted to a tenant given as a parameter.

Row security keeps tenants apart and routes nothing: an engine that shards by tenant sends a statement to one shard
only if each reference to a table of tenants is compared with a value, `tenant_id = $1`, in the part of the statement
where it stands. A comparison with another table's `tenant_id` may stand beside it and does not replace it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pgparse

from schema.metadata import METADATA

TENANT_TABLES = frozenset(table.name for table in METADATA.sorted_tables if "tenant_id" in table.c)
Node = Mapping[str, Any]
_LEVELS = ("SelectStmt", "UpdateStmt", "DeleteStmt", "InsertStmt")


@dataclass(frozen=True, slots=True)
class Reference:
    """A table as one part of a statement names it, with all conditions that part puts to its rows."""

    table: str
    alias: str
    conditions: tuple[Node, ...]
    alone: bool

    @property
    def routed(self) -> bool:
        """Tell whether one of the conditions compares its tenant with a parameter, or lets no row through."""
        return any(_is_false(condition) or self._compared(condition) for condition in self.conditions)

    def _compared(self, condition: Node) -> bool:
        comparison = condition.get("A_Expr", {})
        if comparison.get("kind") != "AEXPR_OP" or _words(comparison["name"]) != ["="]:
            return False
        sides = comparison["lexpr"], comparison["rexpr"]
        return any(self._is_tenant(here) and _is_parameter(there) for here, there in (sides, sides[::-1]))

    def _is_tenant(self, side: Node) -> bool:
        words = _words(side.get("ColumnRef", {}).get("fields", ()))
        return words == [self.alias, "tenant_id"] or (self.alone and words == ["tenant_id"])


def unrouted(statement: str, tenant_tables: frozenset[str] = TENANT_TABLES) -> list[str]:
    """List the references of a statement to tables of tenants that no parameter restricts, as `table alias`."""
    tree = pgparse.parse(statement)
    temporary = {node["ctename"] for node in _find(tree, "CommonTableExpr")}
    return [
        f"{reference.table} {reference.alias}"
        for reference in _references(tree)
        if reference.table in tenant_tables - temporary and not reference.routed
    ]


def _references(tree: Any) -> Iterator[Reference]:
    for kind in _LEVELS:
        for level in _find(tree, kind):
            yield from _of_level(kind, level)


def _of_level(kind: str, level: Node) -> Iterator[Reference]:
    if kind == "InsertStmt":
        columns = [column["ResTarget"]["name"] for column in level.get("cols", ())]
        if "tenant_id" not in columns:
            yield Reference(level["relation"]["relname"], "into", (), alone=True)
        return
    for side in ("larg", "rarg"):  # of a union, whose halves are not wrapped as other parts are
        if side in level:
            yield from _of_level(kind, level[side])
    sources = [*level.get("fromClause", ()), *level.get("usingClause", ())]
    if "relation" in level:
        sources.append({"RangeVar": level["relation"]})
    where = tuple(_conjuncts(level.get("whereClause")))
    found = [entry for source in sources for entry in _tables(source, where)]
    for table, alias, conditions in found:
        yield Reference(table, alias, conditions, alone=len(found) == 1)


def _tables(source: Node, conditions: tuple[Node, ...]) -> Iterator[tuple[str, str, tuple[Node, ...]]]:
    """Name the tables of an entry of FROM; what an outer join is made on restricts its inner side only."""
    if "RangeVar" in source:
        table = source["RangeVar"]
        yield table["relname"], table.get("alias", {}).get("aliasname", table["relname"]), conditions
    if "JoinExpr" in source:
        join = source["JoinExpr"]
        made_on = tuple(_conjuncts(join.get("quals")))
        kind = join["jointype"]
        left = conditions + made_on if kind in ("JOIN_INNER", "JOIN_RIGHT") else conditions
        right = conditions + made_on if kind in ("JOIN_INNER", "JOIN_LEFT") else conditions
        yield from _tables(join["larg"], left)
        yield from _tables(join["rarg"], right)


def _conjuncts(condition: Node | None) -> Iterator[Node]:
    combined = (condition or {}).get("BoolExpr", {})
    if combined.get("boolop") == "AND_EXPR":
        for part in combined["args"]:
            yield from _conjuncts(part)
    elif condition is not None:
        yield condition


def _find(tree: Any, kind: str) -> Iterator[Node]:
    """Give each node of a kind, however deep it lies."""
    if isinstance(tree, dict):
        if kind in tree:
            yield tree[kind]
        for part in tree.values():
            yield from _find(part, kind)
    elif isinstance(tree, list):
        for part in tree:
            yield from _find(part, kind)


def _is_false(condition: Node) -> bool:
    return condition.get("A_Const", {}).get("boolval") == {}


def _is_parameter(side: Node) -> bool:
    return "ParamRef" in side.get("TypeCast", {}).get("arg", side)


def _words(names: Any) -> list[str]:
    return [name["String"]["sval"] if "String" in name else "*" for name in names]
