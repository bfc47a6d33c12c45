"""Every statement on units and their logs."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    Text,
    and_,
    column,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.loaded import Loaded
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import TENANT, given, named_ids
from schema.frame.text import code_key, folded, is_storable
from schema.units.rules import ByCode, new_label, require_open, subtree_bounds
from schema.units.tables import Unit, UnitLog
from tenants.database import Session
from tenants.reading import read_together, reads_together


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """Which units a list holds: inside `scopes` (paths), optionally of a kind, below a path, by name or code."""

    scopes: tuple[str, ...]
    kind: str | None = None
    under: str | None = None
    search: str | None = None


def within(
    path: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], scopes: Collection[str]
) -> ColumnElement[bool]:
    """Say in SQL that `path` is one of `scopes` or below one; the empty path stands for the whole tenant.

    Each is one range of the index, in its order; what lies in it between a unit and those below it, such as `a-1`
    between `a` and `a.1`, is left out afterwards.
    """
    if "" in scopes:
        return path >= ""
    clauses = []
    for scope in scopes:
        low, high = subtree_bounds(scope)
        clauses.append(and_(path >= scope, path < high, or_(path == scope, path >= low)))
    return or_(false(), *clauses)


def in_area(
    session: Session,
    unit_id: InstrumentedAttribute[uuid.UUID] | InstrumentedAttribute[uuid.UUID | None],
    scopes: Collection[str],
) -> ColumnElement[bool]:
    """Say in SQL that a row's unit lies in one of `scopes`: the door through which other nouns narrow their lists."""
    if "" in scopes:
        return true()
    inside = select(Unit.id).where(Unit.tenant_id == session.info["tenant_id"], within(Unit.path, scopes))
    return unit_id.in_(inside)


def covers(scope: SQLColumnExpression[str], path: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Say in SQL that `path` is `scope` or below it, where both are columns."""
    return and_(path >= scope, path < scope + "/", or_(path == scope, path >= scope + "."))


def below(path: InstrumentedAttribute[str], scope: str) -> ColumnElement[bool]:
    """Say in SQL that `path` lies strictly below `scope`."""
    low, high = subtree_bounds(scope)
    return and_(path >= low, path < high)


def ancestor_paths(path: str) -> list[str]:
    """List the paths above a path, from the root down."""
    parts = path.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts))]


async def get(session: Session, unit_id: uuid.UUID) -> Unit | None:
    """Read a unit by id."""
    return await session.get(Unit, (session.info["tenant_id"], unit_id))


async def lock(session: Session, unit_id: uuid.UUID) -> Unit:
    """Read a unit for writing; refuse with NOT_FOUND, or UNIT_CLOSED. Whoever changes what a unit is waits here."""
    row = await lock_row(session, Unit, unit_id, key_share=True)
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
    require_open(row.code, row.closed_on)
    return row


async def get_by_code(session: Session, code: str) -> Unit | None:
    """Read a unit by its code, however that is written."""
    if not is_storable(code):
        return None
    return await session.scalar(
        select(Unit).where(Unit.tenant_id == session.info["tenant_id"], Unit.code_key == code_key(code))
    )


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Unit]:
    """Read units by id, and where that costs no message more those above them (loader batch)."""
    asked = given(session, ids=list(ids))
    if not reads_together(session):
        return {row.id: row for row in await session.scalars(_by_ids(), asked)}
    rows, above = await read_together(
        session, session.scalars(_by_ids(), asked), session.scalars(_above(), asked)
    )
    units = list(rows)
    return Loaded({row.id: row for row in units}, {by_paths: {row.path: row for row in (*above, *units)}})


@cache
def _by_ids() -> Select[Unit]:
    return select(Unit).where(Unit.tenant_id == TENANT, Unit.id == named_ids("ids"))


@cache
def _above() -> Select[Unit]:
    """Select the units above others, by the beginnings of their paths."""
    low = aliased(Unit)
    parts = func.string_to_array(low.path, ".", type_=ARRAY(Text))
    depth = (
        func.generate_series(1, func.cardinality(parts) - 1)
        .table_valued(column("n", Integer))
        .render_derived(name="depth")
    )
    beginnings = (
        select(func.array_to_string(parts[1 : depth.c.n], ".").label("path"))
        .distinct()
        .select_from(low)
        .join(depth, true())
        .where(low.tenant_id == TENANT, low.id == named_ids("ids"))
        .subquery("beginnings")
    )
    return select(Unit).join(beginnings, beginnings.c.path == Unit.path).where(Unit.tenant_id == TENANT)


async def by_codes(session: Session, codes: Collection[str], *, hold: bool = False) -> ByCode[Unit]:
    """Read units by code, however that is written.

    With `hold` none of them moves or gets another code before the transaction ends.
    """
    keys = [code_key(code) for code in codes if is_storable(code)]
    wanted = select(Unit).where(Unit.tenant_id == session.info["tenant_id"], Unit.code_key.in_(keys))
    if hold:
        wanted = wanted.order_by(Unit.path).with_for_update(read=True)
    return ByCode({row.code: row for row in await session.scalars(wanted)})


async def labels_for(session: Session, codes: Collection[str]) -> Mapping[str, str]:
    """Give the labels units may be registered under these codes with, where they are not the code itself.

    They are not where a unit was registered under the code before, and has another code now.
    """
    ours, label = select(Unit.label).where(Unit.tenant_id == session.info["tenant_id"]), Unit.label
    storable = [code for code in codes if is_storable(code)]
    left = await session.scalars(ours.where(label.in_(storable), Unit.code != label))
    taken = {code: [code] for code in left}
    if taken:
        numbered = or_(*(and_(label > f"{code}~", label < f"{code}~~") for code in taken))
        for each in await session.scalars(ours.where(numbered)):
            taken[each.partition("~")[0]].append(each)
    return {code: new_label(code, labels) for code, labels in taken.items()}


async def by_paths(session: Session, paths: list[str]) -> Mapping[str, Unit]:
    """Read units by path (loader batch)."""
    rows = await session.scalars(
        select(Unit).where(Unit.tenant_id == session.info["tenant_id"], Unit.path.in_(paths))
    )
    return {row.path: row for row in rows}


async def get_root(session: Session) -> Unit | None:
    """Read the tenant's root unit."""
    return await session.scalar(
        select(Unit).where(Unit.tenant_id == session.info["tenant_id"], Unit.parent_id.is_(None))
    )


def _matching(session: Session, wanted: UnitFilter) -> Select[Unit]:
    statement = select(Unit).where(
        Unit.tenant_id == session.info["tenant_id"],
        Unit.closed_on.is_(None),
        within(Unit.path, wanted.scopes),
    )
    if not all(is_storable(text or "") for text in (wanted.kind, wanted.search)):
        return statement.where(false())
    if wanted.kind is not None:
        statement = statement.where(Unit.kind == wanted.kind)
    if wanted.under is not None:
        statement = statement.where(below(Unit.path, wanted.under))
    if wanted.search is not None:
        statement = statement.where(
            or_(
                Unit.code_key.startswith(folded(wanted.search), autoescape=True),
                Unit.name_key.contains(folded(wanted.search), autoescape=True),
            )
        )
    return statement


async def list_units(session: Session, wanted: UnitFilter, page: Page) -> Slice[Unit]:
    """List units in tree order."""
    return await read_page(session, _matching(session, wanted), [Unit.path], page)


async def count_units(session: Session, wanted: UnitFilter) -> int:
    """Count the units of a filter."""
    return await count_rows(session, _matching(session, wanted))


def _children(session: Session, parent_id: uuid.UUID, scopes: Collection[str]) -> Select[Unit]:
    return select(Unit).where(
        Unit.tenant_id == session.info["tenant_id"],
        Unit.parent_id == parent_id,
        Unit.closed_on.is_(None),
        within(Unit.path, scopes),
    )


async def list_children(
    session: Session, parent_id: uuid.UUID, scopes: Collection[str], page: Page
) -> Slice[Unit]:
    """List the units directly below one that lie in `scopes`, by the code each was registered under."""
    return await read_page(session, _children(session, parent_id, scopes), [Unit.label], page)


async def count_children(session: Session, parent_id: uuid.UUID, scopes: Collection[str]) -> int:
    """Count the units directly below one that lie in `scopes`."""
    return await count_rows(session, _children(session, parent_id, scopes))


async def list_logs(session: Session, unit_id: uuid.UUID, kind: str | None, limit: int) -> Sequence[UnitLog]:
    """List the latest logs of a unit, newest first."""
    statement = select(UnitLog).where(
        UnitLog.tenant_id == session.info["tenant_id"], UnitLog.unit_id == unit_id
    )
    if kind is not None:
        statement = statement.where(UnitLog.kind == kind if is_storable(kind) else false())
    newest = statement.order_by(UnitLog.performed_on.desc(), UnitLog.id.desc()).limit(limit)
    return (await session.scalars(newest)).all()


async def logs_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, UnitLog]:
    """Read logs by id (loader batch)."""
    rows = await session.scalars(
        select(UnitLog).where(UnitLog.tenant_id == session.info["tenant_id"], UnitLog.id.in_(ids))
    )
    return {row.id: row for row in rows}
