"""The doors through which statements of other nouns find the rows that concern units: at, below and above them.

Each gives the unit a row may belong to and the path it counts at, for as many units at once as are asked for. They are
parts of statements that are kept: `ranges_of` tells in which form, and `…_values` give what is named in them.
"""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    CTE,
    Select,
    Subquery,
    Text,
    and_,
    any_,
    bindparam,
    column,
    func,
    or_,
    select,
)

from schema.frame.statements import TENANT, named_texts, one_of
from schema.units.rules import subtree_bounds
from schema.units.tables import Unit, UnitSuccessor
from tenants.database import Session

_WRITTEN_OUT = 32
Place = Select[uuid.UUID, str]
"""The id of a unit, as `unit_id`, and a path."""


def ranges_of(paths: Collection[str]) -> int:
    """Tell how many ranges of paths a statement has to have written out; none where they travel as arrays.

    As many as a page has are written out, so that the planner sees how little lies below them.
    """
    many = len(_outermost(paths))
    return many if many <= _WRITTEN_OUT else 0


def below(ranges: int) -> Subquery:
    """Give the units at some paths and below them, each once."""
    return _below(ranges).subquery("below")


def below_values(paths: Collection[str]) -> dict[str, Any]:
    """Give the values `below` names."""
    outermost = _outermost(paths)
    bounds = [subtree_bounds(path) for path in outermost]
    if len(outermost) > _WRITTEN_OUT:
        lows, highs = zip(*bounds, strict=True)
        return {"tops": outermost, "lows": list(lows), "highs": list(highs)}
    found: dict[str, Any] = {"tops": outermost}
    for number, (low, high) in enumerate(bounds):
        found |= {f"low_{number}": low, f"high_{number}": high}
    return found if bounds else found | {"lows": [], "highs": []}


def above() -> Subquery:
    """Give the units at some paths and above them, each once."""
    return _at("line").subquery("above")


def above_values(paths: Collection[str]) -> dict[str, Any]:
    """Give the values `above` names."""
    return {"line": sorted(_line(paths))}


def along(ranges: int) -> CTE:
    """Give the units at some paths, below and above them, and those whose place these took, at the path of these.

    One that was split, or merged, is given at its own path and at that of each that took its place, also by way of
    others.
    """
    line = _below(ranges).union(_at("over")).subquery("line")
    first = select(line.c.unit_id, line.c.path).cte("along", recursive=True)
    earlier = select(UnitSuccessor.unit_id, first.c.path).where(
        UnitSuccessor.tenant_id == TENANT, UnitSuccessor.successor_id == first.c.unit_id
    )
    return first.union(earlier)


def along_values(paths: Collection[str]) -> dict[str, Any]:
    """Give the values `along` names."""
    return below_values(paths) | {"over": sorted(_line(paths).difference(paths))}


def directly_below(session: Session, parents: Collection[uuid.UUID]) -> Subquery:
    """Give the units directly below some, with parent, code and kind."""
    return (
        select(Unit.id.label("unit_id"), Unit.parent_id, Unit.code, Unit.kind)
        .where(
            Unit.tenant_id == session.info["tenant_id"],
            Unit.closed_on.is_(None),
            one_of(Unit.parent_id, parents),
        )
        .subquery("child")
    )


def _place() -> Place:
    return select(Unit.id.label("unit_id"), Unit.path).where(Unit.tenant_id == TENANT)


def _at(name: str) -> Place:
    return _place().where(Unit.path == any_(named_texts(name)))


def _below(ranges: int) -> Place:
    """Select by one range of the index for each of the outermost paths."""
    if ranges:
        named = [
            (bindparam(f"low_{at}", type_=Text), bindparam(f"high_{at}", type_=Text)) for at in range(ranges)
        ]
        inside = (and_(Unit.path >= low, Unit.path < high) for low, high in named)
        return _place().where(or_(Unit.path == any_(named_texts("tops")), *inside))
    scope = (
        func.unnest(named_texts("tops"), named_texts("lows"), named_texts("highs"))
        .table_valued(column("top", Text), column("low", Text), column("high", Text))
        .render_derived(name="scope")
    )
    return (
        _place()
        .join(scope, Unit.path >= scope.c.top)
        .where(Unit.path < scope.c.high, or_(Unit.path == scope.c.top, Unit.path >= scope.c.low))
    )


def _line(paths: Collection[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        each = path
        while each and each not in found:
            found.add(each)
            each = _parent(each)
    return found


def _outermost(paths: Collection[str]) -> list[str]:
    asked, found = frozenset(paths), []
    for path in sorted(asked):
        each = _parent(path)
        while each and each not in asked:
            each = _parent(each)
        if not each:
            found.append(path)
    return found


def _parent(path: str) -> str:
    return path.rpartition(".")[0]
