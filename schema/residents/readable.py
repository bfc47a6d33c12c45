"""What compiled plans may read of the roster: masked by Python, and only for those who work with it."""

from authz.actions import Action
from schema.plans.calls import Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, Many, One, Pages, Readable, Scalar, Told
from schema.residents.rules import Leaving, mask_identity_number, mask_name, mask_telephone
from schema.residents.tables import Household, Resident
from schema.units.readable import TABLE as UNITS
from schema.units.readable import by_id, inside

TABLE, RESIDENTS = Household.__tablename__, Resident.__tablename__


def _households(row: Row, arguments: Arguments) -> Source:
    """Give the households of a unit and below that are here, or those with a door number, in order of registration."""
    home, unit, code = row.alias("h"), row.alias("u"), arguments.code("code")
    where = (
        f"{home}.departed_on is null",
        f"{unit}.id = {home}.unit_id",
        inside(f"{unit}.path", row("path")),
        *((f"{home}.code_key = {code}",) if code else ()),
    )
    return Source(((TABLE, home), (UNITS, unit)), where)


def _residents(row: Row, arguments: Arguments) -> Source:
    found, day = _here(row), arguments.day("asOf")
    if day is None:
        return Source(found.tables, found.where, (f"{found.alias}.id",))
    person = found.alias
    then = (
        f"{person}.household_id = {row('id')}",
        f"greatest({person}.born_on, {person}.arrived_on) <= {day}",
        f"({person}.departed_on is null or {person}.departed_on > {day})",
        f"({person}.left_for is null or {person}.left_for <> '{Leaving.RECORDED_WRONGLY}')",
    )
    return Source(found.tables, then, (f"{person}.id",))


def _here(row: Row) -> Source:
    person = row.alias("r")
    here = (f"{person}.household_id = {row('id')}", f"{person}.departed_on is null")
    return Source(((RESIDENTS, person),), here)


def _count(row: Row) -> str:
    return row.scalar("count(*)", _here(row))


def household(row: Row, household_id: str) -> Source:
    """Give the household with an id."""
    home = row.alias("h")
    return Source(((TABLE, home),), (f"{home}.id = {household_id}",))


def _seen(row: Row, arguments: Arguments, home: str) -> Source:
    """Give the unit of a household where the caller works with its roster."""
    unit = by_id(row, f"{home}.unit_id")
    inside_area = arguments.may(Action.HOUSEHOLD_READ, f"{unit.alias}.path")
    return Source(unit.tables, (*unit.where, inside_area))


def _one(row: Row, arguments: Arguments) -> Source:
    found = household(row, str(arguments.key("id", "Household")))
    seen = _seen(row, arguments, found.alias)
    return Source((*found.tables, *seen.tables), (*found.where, *seen.where))


def _resident(row: Row, arguments: Arguments) -> Source:
    person, home = row.alias("r"), row.alias("h")
    seen = _seen(row, arguments, home)
    where = (f"{person}.id = {arguments.key('id', 'Resident')}", f"{home}.id = {person}.household_id")
    return Source(((RESIDENTS, person), (TABLE, home), *seen.tables), (*where, *seen.where))


READABLE = (
    Readable(
        "Unit",
        {
            "households": Pages(
                "households",
                _households,
                lambda source: ((f"{source.alias}.id", "uuid"),),
                shown=lambda row, arguments: arguments.may(Action.HOUSEHOLD_READ, row("path")),
            )
        },
    ),
    Readable(
        "Household",
        {
            "id": Identity("Household"),
            "code": column(Household.code),
            "floor": column(Household.floor),
            "occupancy": Scalar(Kind.PLAIN, lambda row: f"upper({row('occupancy')})"),
            "verifiedOn": column(Household.verified_on),
            "departedOn": column(Household.departed_on),
            "revision": column(Household.revision),
            "unit": One(lambda row, _: by_id(row, row("unit_id")), nullable=False),
            "residents": Many(_residents),
            "residentCount": Scalar(Kind.INTEGER, _count),
        },
        node=_one,
    ),
    Readable(
        "Resident",
        {
            "id": Identity("Resident"),
            "maskedName": Told(lambda _, name: mask_name(name), lambda row: (row("name"),)),
            "maskedIdentityNumber": Told(
                lambda _, number: mask_identity_number(number), lambda row: (row("identity_number"),)
            ),
            "maskedTelephone": Told(
                lambda _, number: mask_telephone(number) if number else None,
                lambda row: (row("telephone"),),
                nullable=True,
            ),
            "bornYear": Scalar(Kind.INTEGER, lambda row: f"extract(year from {row('born_on')})::int"),
            "needsRecordedOn": column(Resident.needs_recorded_on),
            "document": Scalar(Kind.PLAIN, lambda row: f"upper({row('document')})"),
            "issuer": column(Resident.issuer),
            "underGuardianship": column(Resident.under_guardianship),
            "arrivedOn": column(Resident.arrived_on),
            "departedOn": column(Resident.departed_on),
            "household": One(lambda row, _: household(row, row("household_id")), nullable=False),
        },
        node=_resident,
    ),
)
