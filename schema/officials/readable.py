"""What compiled plans may read of officials: the name; the rest for administrators and the person."""

from authz.actions import Action
from authz.tables import Official
from schema.plans.columns import column
from schema.plans.declarations import Arguments, Given, Identity, Kind, Readable, Row, Scalar, Source

_VIEWER = Given("viewer", "uuid", lambda reading: reading.context.operations.actor.id)
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


READABLE = (
    Readable(
        "Official",
        {
            "id": Identity("Official"),
            "username": Scalar(Kind.TEXT, lambda row: _whole(row, row("username")), nullable=True),
            "displayName": column(Official.display_name),
            "disabled": Scalar(
                Kind.BOOLEAN, lambda row: _whole(row, f"{row('disabled_at')} is not null"), nullable=True
            ),
        },
        node=_one,
        exempt={"grants": "the roles held now, null for others than administrators and the person"},
    ),
)
