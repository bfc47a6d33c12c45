"""What compiled plans may read of the tree."""

from authz.actions import Action
from schema.frame.pagination import PAGE_LIMIT
from schema.guidelines.readable import kind_of
from schema.plans.calls import Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, Many, One, Pages, Readable, Scalar
from schema.plans.selections import Unplanned
from schema.units.tables import Unit, UnitIdentity, UnitLog

TABLE = Unit.__tablename__
IDENTITIES = UnitIdentity.__tablename__


def by_id(row: Row, unit_id: str) -> Source:
    """Give the unit with an id."""
    unit = row.alias("u")
    return Source(((TABLE, unit),), (f"{unit}.id = {unit_id}",))


def by_code(row: Row, code: str) -> Source:
    """Give the unit with a code; the key of a code is given."""
    unit = row.alias("u")
    return Source(((TABLE, unit),), (f"{unit}.code_key = {code}",))


def was_coded(row: Row, code: str) -> str:
    """Say that a unit had a code before: the resolvers find it where no other has it now."""
    former = row.alias("f")
    where = (f"{former}.code_key = {code}", f"{former}.changed = 'code'")
    return f"exists {row.scalar('1', Source(((IDENTITIES, former),), where))}"


def path_of_any(row: Row, code: str) -> str:
    """Write the path of the unit with a code; where none has it, of the one that had it last."""
    unit, former = row.alias("u"), row.alias("f")
    where = (f"{former}.code_key = {code}", f"{former}.changed = 'code'", f"{unit}.id = {former}.unit_id")
    last = (f"{former}.recorded_at desc", f"{former}.id desc")
    had = Source(((IDENTITIES, former), (TABLE, unit)), where, last, limit=1)
    return f"coalesce({path_of(row, 'code', code)}, {row.scalar(f'{unit}.path', had)})"


def formerly(row: Row) -> Source:
    """Give what a unit was called, the latest first."""
    former = row.alias("f")
    order = (f"{former}.recorded_at desc", f"{former}.id desc")
    return Source(((IDENTITIES, former),), (f"{former}.unit_id = {row('id')}",), order)


def above(row: Row, path: str) -> Source:
    """Give the units above a path, from the root down."""
    unit = row.alias("u")
    parts = f"string_to_array({path}, '.')"
    each = f"select array_to_string(({parts})[1:n], '.') from generate_series(1, cardinality({parts}) - 1) n"  # noqa: S608 - made of columns
    return Source(((TABLE, unit),), (f"{unit}.path = any(array({each}))",), (f"{unit}.path",))


def successors(row: Row, _: Arguments) -> Source:
    """Give the units that took the place of one that was closed, by code; one that still exists shows none."""
    found = _linked(row, "unit_id", "successor_id")
    return Source(found.tables, (*found.where, f"{row('closed_on')} is not null"), found.order)


def _linked(row: Row, here: str, there: str) -> Source:
    unit, link = row.alias("u"), row.alias("l")
    return Source(
        ((TABLE, unit), ("unit_successors", link)),
        (f"{link}.{here} = {row('id')}", f"{unit}.id = {link}.{there}"),
        (f"{unit}.code",),
    )


def inside(unit: str, top: str) -> str:
    """Say in SQL that the path of a unit is that of another or below it."""
    return f"({unit} >= {top} and {unit} < {top} || '/' and ({unit} = {top} or {unit} >= {top} || '.'))"


def path_of(row: Row, column: str, value: str) -> str:
    """Write the path of the one unit with an id or a code; looked up first, it lets an index find what lies below.

    The key of a code is given.
    """
    unit = row.alias("u")
    wanted = f"{unit}.code_key" if column == "code" else f"{unit}.{column}"
    return row.scalar(f"{unit}.path", Source(((TABLE, unit),), (f"{wanted} = {value}",)))


def line(path: str) -> str:
    """Write the paths at and above a path, as an array."""
    parts = f"string_to_array({path}, '.')"
    each = f"array_to_string(({parts})[1:n], '.') from generate_series(1, cardinality({parts})) n"
    return f"array(select {each})"


def seen_by_id(row: Row, arguments: Arguments, unit_id: str) -> Source:
    """Give the unit with an id, where the caller may see it."""
    found = by_id(row, unit_id)
    return Source(found.tables, (*found.where, arguments.may(Action.UNIT_READ, f"{found.alias}.path")))


def _children(row: Row, arguments: Arguments) -> Source:
    unit = row.alias("u")
    inside = arguments.within(Action.UNIT_READ, f"{unit}.path")
    return Source(((TABLE, unit),), (f"{unit}.parent_id = {row('id')}", f"{unit}.closed_on is null", inside))


def _logs(row: Row, arguments: Arguments) -> Source:
    """Give the latest logs of a unit, newest first."""
    log, kind = row.alias("l"), arguments.text("kind")
    where = (f"{log}.unit_id = {row('id')}", *((f"{log}.kind = {kind}",) if kind else ()))
    latest = max(0, min(arguments.value("first"), PAGE_LIMIT))
    return Source(
        ((UnitLog.__tablename__, log),), where, (f"{log}.performed_on desc", f"{log}.id desc"), limit=latest
    )


def _log(row: Row, arguments: Arguments) -> Source:
    """Give a log of a unit the caller may see."""
    log, unit = row.alias("l"), row.alias("u")
    where = (f"{log}.id = {arguments.key('id', 'UnitLog')}", f"{unit}.id = {log}.unit_id")
    inside = arguments.may(Action.UNIT_READ, f"{unit}.path")
    return Source(((UnitLog.__tablename__, log), (TABLE, unit)), (*where, inside))


def _units(row: Row, arguments: Arguments) -> Source:
    unit = row.alias("u")
    where = [f"{unit}.closed_on is null", arguments.within(Action.UNIT_READ, f"{unit}.path")]
    if kind := arguments.text("kind"):
        where.append(f"{unit}.kind = {kind}")
    requires = list[str]()
    if under := arguments.key("under", "Unit"):
        top = path_of(row, "id", under)
        where.append(f"{unit}.path >= {top} || '.' and {unit}.path < {top} || '/'")
        requires.append(visible(row, arguments, under))
    if search := arguments.search("search"):
        where.append(f"(starts_with({unit}.code_key, {search}) or strpos({unit}.name_key, {search}) > 0)")
    return Source(((TABLE, unit),), tuple(where), requires=tuple(requires))


def visible(row: Row, arguments: Arguments, unit_id: str, action: Action = Action.UNIT_READ) -> str:
    """Say in SQL that there is a unit with an id, where the caller may see it, or do an action."""
    found = by_id(row, unit_id)
    there = arguments.may(action, f"{found.alias}.path")
    return f"exists {row.scalar('1', Source(found.tables, (*found.where, there)))}"


def _unit(row: Row, arguments: Arguments) -> Source:
    """Give the one unit that is asked for, where the caller may see it."""
    id_, code = arguments.key("id", "Unit"), arguments.code("code")
    if (id_ is None) == (code is None):
        raise Unplanned("one of id and code")
    found = by_id(row, id_) if id_ else by_code(row, code or "")
    return Source(found.tables, (*found.where, arguments.may(Action.UNIT_READ, f"{found.alias}.path")))


def _was_it(row: Row, arguments: Arguments) -> str:
    code = arguments.code("code")
    return was_coded(row, code) if code is not None else "false"


READABLE = (
    Readable(
        "Unit",
        {
            "id": Identity("Unit"),
            "code": column(Unit.code, plain=True),
            "name": column(Unit.name),
            "path": Scalar(Kind.PLAIN, lambda row: f"coalesce({row('code_path')}, {row('path')})"),
            "openedOn": column(Unit.opened_on),
            "closedOn": column(Unit.closed_on),
            "revision": column(Unit.revision),
            "kind": kind_of("kind"),
            "parent": One(lambda row, _: by_id(row, row("parent_id"))),
            "ancestors": Many(lambda row, _: above(row, row("path"))),
            "successors": Many(successors),
            "formerly": Many(lambda row, _: formerly(row)),
            "predecessors": Many(lambda row, _: _linked(row, "successor_id", "unit_id")),
            "logs": Many(_logs, shown=lambda row, arguments: arguments.may(Action.UNIT_READ, row("path"))),
            "children": Pages("children", _children, lambda source: ((f"{source.alias}.label", "text"),)),
        },
        node=_unit,
        exempt={
            "standing": "the rules tell it of a day and an instant",
            **dict.fromkeys(
                (
                    "appeals",
                    "evidence",
                    "figures",
                    "supervisionFindings",
                ),
                "not declared yet",
            ),
        },
    ),
    Readable(
        "UnitIdentity",
        {
            "code": column(UnitIdentity.code, plain=True),
            "name": column(UnitIdentity.name),
            "changed": column(UnitIdentity.changed, plain=True),
            "until": column(UnitIdentity.until),
            "reason": column(UnitIdentity.reason),
        },
    ),
    Readable(
        "UnitLog",
        {
            "id": Identity("UnitLog"),
            "kind": column(UnitLog.kind),
            "performedOn": column(UnitLog.performed_on),
            "peopleDue": column(UnitLog.people_due),
            "peopleTested": column(UnitLog.people_tested),
            "note": column(UnitLog.note),
        },
        node=_log,
    ),
    Readable(
        "Query",
        {
            "unit": One(_unit, doubt=_was_it),
            "units": Pages("units", _units, lambda source: ((f"{source.alias}.path", "text"),)),
        },
    ),
)
