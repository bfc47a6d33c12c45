"""What compiled plans may read of names: how one stands today is told here in SQL as `standing_on` tells it."""

import json

from authz.actions import Action
from schema.designations.rules import HELD, IN_FORCE, Cause, Standing, public_text
from schema.designations.tables import Designation, DesignationChange
from schema.guidelines.readable import TITLED_KINDS, kind_of, role_name_of
from schema.officials.readable import by_id as official_by_id
from schema.plans.calls import TODAY, Arguments, Given, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, Many, One, Pages, Readable, Scalar
from schema.plans.rendering import any_of, quoted
from schema.plans.selections import Unplanned
from schema.units.readable import TABLE as UNITS
from schema.units.readable import by_id, inside, path_of, visible
from schema.units.tables import UnitCounter, UnitCounterDelta

TABLE, CHANGES = Designation.__tablename__, DesignationChange.__tablename__
COUNTERS, DELTAS = UnitCounter.__tablename__, UnitCounterDelta.__tablename__
FARTHEST_DAYS = 3650
_TEXTS = quoted(json.dumps({cause.value: public_text(cause) for cause in Cause}, ensure_ascii=False))


def standing(row: Row) -> str:
    """Say in SQL how a name stands today; null where there is no name."""
    over = f"{row('status')} in {any_of(HELD)} and {row('valid_until')} < {row.given(TODAY)}"
    return f"case when {over} then '{Standing.EXPIRED}' else {row('status')} end"


def is_held(name: Row) -> str:
    """Say in SQL that a name is borne, whatever its validity."""
    return f"{name('status')} in {any_of(HELD)}"


def is_in_force(name: Row) -> str:
    """Say in SQL that a name is in force today; false where there is no name."""
    return f"coalesce(({standing(name)}) in {any_of(IN_FORCE)}, false)"


def text_of(cause: str) -> str:
    """Say in SQL what a cause is in zh-CN; null of a code that is none."""
    return f"({_TEXTS}::jsonb ->> ({cause}))"


def held_by(row: Row, unit_id: str) -> Source:
    """Give the name a unit bears today, in force or suspended."""
    name = row.alias("d")
    where = (f"{name}.unit_id = {unit_id}", f"{name}.status in {any_of(HELD)}", is_valid(row, name))
    return Source(((TABLE, name),), where)


def is_valid(row: Row, name: str) -> str:
    """Say in SQL that the validity of a name, given by its alias, has not run out today."""
    return f"({name}.valid_until is null or {name}.valid_until >= {row.given(TODAY)})"


def of_unit(row: Row, unit_id: str) -> Source:
    """Give all names a unit ever bore, newest first."""
    name = row.alias("d")
    return Source(((TABLE, name),), (f"{name}.unit_id = {unit_id}",), (f"{name}.id desc",))


def revoked_on(row: Row, unit_id: str) -> str:
    """Say in SQL when the last of a unit's names was revoked; null if it was not. One that is void never was."""
    names = of_unit(row, unit_id)
    name = names.alias
    real = (*names.where, f"{name}.status <> '{Standing.VOIDED}'")
    day = f"case when {name}.status = '{Standing.REVOKED}' then {name}.ended_on end"
    return row.scalar(day, Source(names.tables, real, names.order, limit=1))


def changes_of(row: Row, name_id: str) -> Source:
    """Give the changes of a name, oldest first."""
    change = row.alias("c")
    return Source(((CHANGES, change),), (f"{change}.designation_id = {name_id}",), (f"{change}.ordinal",))


def counted_below(row: Row, kinds: Given) -> tuple[Source, str]:
    """Give the units directly below one that are of some kinds, and their alias."""
    below = row.alias("u")
    where = (
        f"{below}.parent_id = {row('id')}",
        f"{below}.closed_on is null",
        f"{below}.kind = any({row.given(kinds)})",
    )
    return Source(((UNITS, below),), where), below


def titled_below(row: Row, kinds: Given) -> str:
    """Count in SQL those of them that bear a name in force; each is looked up, for a unit bears one name at most."""
    counted, below = counted_below(row, kinds)
    name = row.alias("d")
    bears = (f"{name}.unit_id = {below}.id", f"{name}.status in {any_of(IN_FORCE)}", is_valid(row, name))
    return row.scalar(f"count({row.scalar('1', Source(((TABLE, name),), bears))})", counted)


def _titled_kinds_below(row: Row, _: Arguments) -> Source:
    """Give the counters of the kinds that bear a title and lie below a unit."""
    counter = row.alias("c")
    where = (
        f"{counter}.unit_id = {row('id')}",
        f"{counter}.kind = any({row.given(TITLED_KINDS)})",
        f"{counter}.total > 0",
    )
    return Source(((COUNTERS, counter),), where, (f'{counter}.kind collate "C"',))


def _in_force_below(row: Row) -> str:
    """Say in SQL how many names a counter counts, with what is still to be added to it."""
    delta = row.alias("d")
    where = (f"{delta}.unit_id = {row('unit_id')}", f"{delta}.kind = {row('kind')}")
    waiting = row.scalar(f"coalesce(sum({delta}.in_force), 0)", Source(((DELTAS, delta),), where))
    return f"({row('in_force')} + {waiting})"


def never_lost(row: Row, names: Source) -> str:
    """Say in SQL of the first of some names that there is none, that it is derived, or that it is in force."""
    name = row.at(names.alias)
    settled = f"{name('origin')} = 'derived' or {is_in_force(name)}"
    return f"coalesce({row.scalar(f'({settled})', first_of(names))}, true)"


def first_of(rows: Source) -> Source:
    """Give the first of some rows."""
    return Source(rows.tables, rows.where, rows.order, limit=1)


def _one(row: Row, arguments: Arguments) -> Source:
    """Give a name of a unit the caller may see."""
    name, unit = row.alias("d"), row.alias("u")
    where = (f"{name}.id = {arguments.key('id', 'Designation')}", f"{unit}.id = {name}.unit_id")
    return Source(((TABLE, name), (UNITS, unit)), (*where, arguments.may(Action.UNIT_READ, f"{unit}.path")))


def _stands_so(row: Row, name: str, wanted: Standing) -> str:
    """Say in SQL that a name, given by its alias, stands so today; the day is named only where it matters."""
    stored = f"{name}.status = '{wanted}'"
    if wanted is Standing.EXPIRED:
        return f"({stored} or ({name}.status in {any_of(HELD)} and not {is_valid(row, name)}))"
    return f"{stored} and {is_valid(row, name)}" if wanted.held else stored


def _designations(row: Row, arguments: Arguments) -> Source:
    name, unit = row.alias("d"), row.alias("u")
    where = [f"{unit}.id = {name}.unit_id", arguments.within(Action.UNIT_READ, f"{unit}.path")]
    requires = list[str]()
    if under := arguments.key("under", "Unit"):
        where.append(inside(f"{unit}.path", path_of(row, "id", under)))
        requires.append(visible(row, arguments, under))
    if status := arguments.value("status"):
        where.append(_stands_so(row, name, Standing(status.lower())))
    within = arguments.value("expiringWithin")
    if within is not None:
        if not 0 <= within <= FARTHEST_DAYS:
            raise Unplanned("a number of days out of range")
        where += [f"{name}.status in {any_of(HELD)}", f"{name}.valid_until <= {row.given(TODAY)} + {within}"]
    return Source(((TABLE, name), (UNITS, unit)), tuple(where), requires=tuple(requires))


def _role_name(row: Row) -> str:
    """Say the role, or office, something was done in by a person."""
    said = role_name_of(row, row("role"), row("level"))
    return f"case when {row('actor_id')} is not null then {said} end"


READABLE = (
    Readable(
        "Query",
        {
            "designations": Pages(
                "designations",
                _designations,
                lambda source: ((f"{source.alias}.id", "uuid"),),
                descending=True,
            )
        },
    ),
    Readable(
        "Designation",
        {
            "id": Identity("Designation"),
            "number": column(Designation.number),
            "title": column(Designation.title),
            "tier": column(Designation.tier),
            "clause": column(Designation.clause),
            "namedOn": column(Designation.named_on),
            "validUntil": column(Designation.valid_until),
            "publicFrom": column(Designation.public_from),
            "endedOn": column(Designation.ended_on),
            "plaqueIssuedOn": column(Designation.plaque_issued_on),
            "plaqueReturnedOn": column(Designation.plaque_returned_on),
            "certificateEdition": column(Designation.certificate_edition),
            "revision": column(Designation.revision),
            "unit": One(lambda row, _: by_id(row, row("unit_id"))),
            "status": Scalar(Kind.PLAIN, lambda row: f"upper({standing(row)})"),
            "changes": Many(lambda row, _: changes_of(row, row("id"))),
        },
        node=_one,
        exempt={
            "certificates": "read where papers are looked after, never in lists",
            "plaqueMoves": "read where papers are looked after, never in lists",
            "benefits": "the guideline it was given by tells them",
            "grounds": "the ledger of grounds tells which hold",
        },
    ),
    Readable(
        "DesignationChange",
        {
            "change": column(DesignationChange.change, plain=True),
            "cause": column(DesignationChange.cause),
            "causeText": Scalar(Kind.TEXT, lambda row: text_of(row("cause")), certain=False),
            "clause": column(DesignationChange.clause),
            "effectiveOn": column(DesignationChange.effective_on),
            "at": column(DesignationChange.at),
            "ground": column(DesignationChange.ground),
            "role": column(DesignationChange.role),
            "roleName": Scalar(Kind.TEXT, _role_name, nullable=True),
            "note": column(DesignationChange.note),
            "actor": One(lambda row, _: official_by_id(row, row("actor_id"))),
            "onBehalfOf": One(lambda row, _: official_by_id(row, row("on_behalf_of"))),
        },
    ),
    Readable(
        "Unit",
        {
            "designation": One(lambda row, _: held_by(row, row("id"))),
            "designations": Many(lambda row, _: of_unit(row, row("id"))),
            "titledBelow": Many(_titled_kinds_below),
        },
    ),
    Readable(
        "TitledBelow",
        {
            "kind": kind_of("kind"),
            "total": Scalar(Kind.INTEGER, lambda row: row("total")),
            "titled": Scalar(Kind.INTEGER, _in_force_below),
        },
    ),
)
