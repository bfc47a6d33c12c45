"""The doors through which statements of other nouns find the rows that concern units: at, below and above them.

Each gives the unit a row may belong to and the path it counts at, for as many units at once as are asked for.
"""

import uuid
from collections.abc import Collection

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Select,
    Subquery,
    Text,
    and_,
    any_,
    column,
    func,
    literal,
    or_,
    select,
)

from schema.frame.statements import one_of
from schema.units.rules import subtree_bounds
from schema.units.tables import Unit, UnitSuccessor
from tenants.database import Session

_WRITTEN_OUT = 32
Place = Select[uuid.UUID, str]
"""The id of a unit, as `unit_id`, and a path."""


def below(session: Session, paths: Collection[str]) -> Subquery:
    """Give the units at some paths and below them, each once."""
    return _below(session, paths).subquery("below")


def above(session: Session, paths: Collection[str]) -> Subquery:
    """Give the units at some paths and above them, each once."""
    return _at(session, _line(paths)).subquery("above")


def along(session: Session, paths: Collection[str]) -> CTE:
    """Give the units at some paths, below and above them, and those whose place these took, at the path of these.

    One that was split, or merged, is given at its own path and at that of each that took its place, also by way of
    others.
    """
    line = _below(session, paths).union(_at(session, _line(paths).difference(paths))).subquery("line")
    first = select(line.c.unit_id, line.c.path).cte("along", recursive=True)
    earlier = select(UnitSuccessor.unit_id, first.c.path).where(
        UnitSuccessor.tenant_id == session.info["tenant_id"], UnitSuccessor.successor_id == first.c.unit_id
    )
    return first.union(earlier)


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


def _place(session: Session) -> Place:
    return select(Unit.id.label("unit_id"), Unit.path).where(Unit.tenant_id == session.info["tenant_id"])


def _at(session: Session, paths: Collection[str]) -> Place:
    return _place(session).where(Unit.path == any_(_texts(sorted(paths))))


def _below(session: Session, paths: Collection[str]) -> Place:
    """Select by one range of the index for each of the outermost paths.

    As many as a page has are written out, so that the planner sees how little lies below them; more travel as arrays.
    """
    outermost = _outermost(paths)
    bounds = [subtree_bounds(path) for path in outermost]
    if len(outermost) <= _WRITTEN_OUT:
        ranges = (and_(Unit.path >= low, Unit.path < high) for low, high in bounds)
        return _place(session).where(or_(Unit.path == any_(_texts(outermost)), *ranges))
    scope = (
        func.unnest(
            _texts(outermost), _texts([low for low, _ in bounds]), _texts([high for _, high in bounds])
        )
        .table_valued(column("top", Text), column("low", Text), column("high", Text))
        .render_derived(name="scope")
    )
    return (
        _place(session)
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


def _texts(values: Collection[str]) -> ColumnElement[list[str]]:
    return literal(list(values), ARRAY(Text))
