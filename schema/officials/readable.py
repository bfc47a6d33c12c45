"""What compiled plans may read of officials: the name; the rest for administrators and the person; the viewer."""

from authz.actions import Action
from authz.tables import Membership, Official
from schema.guidelines.readable import role_name_of
from schema.plans.calls import NOW, Arguments, Given, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, Many, One, Readable, Record, Scalar
from schema.units.readable import by_id as unit_by_id

_VIEWER = Given("viewer", "uuid", lambda reading: reading.context.operations.actor.id)
SIGNED_IN = Given(
    "signed in",
    "uuid",
    lambda reading: (
        reading.context.operations.actor.id if reading.context.operations.actor.kind == "official" else None
    ),
)
"""The official who is signed in; null for anybody else."""
_SEES_ALL = Given(
    "sees officials whole",
    "boolean",
    lambda reading: bool(reading.context.operations.scopes_for(Action.OFFICIAL_READ)),
)


def by_id(row: Row, official_id: str) -> Source:
    """Give the official with an id."""
    official = row.alias("o")
    return Source(((Official.__tablename__, official),), (f"{official}.id = {official_id}",))


def _one(row: Row, arguments: Arguments) -> Source:
    """Give an official the caller sees whole."""
    found = by_id(row, str(arguments.key("id", "Official")))
    seen = f"({row.given(_SEES_ALL)} or {found.alias}.id = {row.given(_VIEWER)})"
    return Source(found.tables, (*found.where, seen))


def _whole(row: Row, value: str) -> str:
    """Say something of a person to those who see them whole; null to others."""
    return f"case when {row.given(_SEES_ALL)} or {row('id')} = {row.given(_VIEWER)} then {value} end"


def _of_official(row: Row) -> Source:
    held = row.alias("m")
    return Source(((Membership.__tablename__, held),), (f"{held}.official_id = {row('id')}",))


def _grants(row: Row, _: Arguments) -> Source:
    """Give the roles an official holds at this moment, oldest first."""
    found, now = _of_official(row), row.given(NOW)
    held = found.alias
    in_time = f"({held}.valid_until is null or {held}.valid_until > {now})"
    return Source(found.tables, (*found.where, f"{held}.valid_from <= {now}", in_time), (f"{held}.id",))


def _next_turn(row: Row) -> str:
    """Say in SQL when the next of an official's roles begins or ends."""
    found, now = _of_official(row), row.given(NOW)
    turns = (
        f"min({found.alias}.{name}) filter (where {found.alias}.{name} > {now})"
        for name in ("valid_from", "valid_until")
    )
    return row.scalar(f"least({', '.join(turns)})", found)


def _is_whole(row: Row, _: Arguments) -> str:
    return f"({row.given(_SEES_ALL)} or coalesce({row('id')} = {row.given(_VIEWER)}, false))"


def _level(row: Row) -> str:
    """Say of which kind the unit is over which a role is held."""
    unit = unit_by_id(row, row("unit_id"))
    return row.scalar(f"{unit.alias}.kind", unit)


READABLE = (
    Readable("Query", {"viewer": One(lambda row, _: by_id(row, row.given(SIGNED_IN)))}),
    Readable("Viewer", {"official": Record(), "grants": Many(_grants, turns=_next_turn)}),
    Readable(
        "RoleGrant",
        {
            "id": Identity("RoleGrant"),
            "role": Scalar(Kind.PLAIN, lambda row: f"upper({row('role')})"),
            "roleName": Scalar(
                Kind.TEXT, lambda row: role_name_of(row, row("role"), _level(row)), certain=False
            ),
            "validFrom": column(Membership.valid_from),
            "validUntil": column(Membership.valid_until),
            "unit": One(lambda row, _: unit_by_id(row, row("unit_id")), nullable=False),
        },
    ),
    Readable(
        "Official",
        {
            "id": Identity("Official"),
            "username": Scalar(Kind.TEXT, lambda row: _whole(row, row("username")), nullable=True),
            "displayName": column(Official.display_name),
            "disabled": Scalar(
                Kind.BOOLEAN, lambda row: _whole(row, f"{row('disabled_at')} is not null"), nullable=True
            ),
            "disabledAt": Scalar(Kind.INSTANT, lambda row: _whole(row, row("disabled_at")), nullable=True),
            "passwordUntil": Scalar(
                Kind.INSTANT, lambda row: _whole(row, row("password_until")), nullable=True
            ),
            "revision": Scalar(Kind.INTEGER, lambda row: _whole(row, row("revision")), nullable=True),
            "grants": Many(_grants, shown=_is_whole, turns=_next_turn),
        },
        exempt={
            "actions": "guards decide, not a statement",
            "records": "one page of administrators asks for it, of one person",
            "roles": "one page of administrators asks for it, of one person",
        },
        node=_one,
    ),
)
