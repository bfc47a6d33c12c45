"""What compiled plans may read of the public register's lists and of the district."""

from schema.designations.readable import TABLE as NAMES
from schema.designations.readable import text_of
from schema.designations.rules import IN_FORCE
from schema.guidelines.readable import TITLE
from schema.plans.calls import TODAY, Arguments, Given, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Kind, Many, One, Pages, Readable, Record, Scalar
from schema.plans.rendering import any_of
from schema.public_notices.tables import PublicNotice
from schema.statuses.readable.status import LATEST
from schema.units.readable import TABLE as UNITS
from schema.units.readable import above, by_code, inside, path_of_any, was_coded
from tenants.outbox import OutboxMessage

UNIT = "unit"
_NAME = Given("district's name", "text", lambda reading: reading.context.operations.tenant.name)
_DIVISION = Given("division code", "text", lambda reading: reading.context.operations.tenant.division_code)
_ZONE = Given("time zone", "text", lambda reading: reading.context.operations.tenant.time_zone)


def _by_code(row: Row, arguments: Arguments) -> Source:
    return by_code(row, arguments.code("code") or "")


def _was_coded(row: Row, arguments: Arguments) -> str:
    return was_coded(row, arguments.code("code") or "")


def _titled(row: Row, arguments: Arguments) -> Source:
    """Give the units whose name is in force and public today."""
    unit, name, today = row.alias("u"), row.alias("d"), row.given(TODAY)
    where = [
        f"{unit}.id = {name}.unit_id",
        f"{name}.status in {any_of(IN_FORCE)}",
        f"{name}.public_from <= {today}",
        f"({name}.valid_until is null or {name}.valid_until >= {today})",
    ]
    if kind := arguments.text("kind"):
        where.append(f"{unit}.kind = {kind}")
    if code := arguments.code("underCode"):
        where.append(inside(f"{unit}.path", path_of_any(row, code)))
    return Source(((UNITS, unit), (NAMES, name)), tuple(where), aliases={LATEST: name})


def _notices(row: Row, _: Arguments) -> Source:
    notice, unit = row.alias("n"), row.alias("u")
    where = (
        f"{unit}.id = {notice}.unit_id",
        f"{notice}.ended_at is null",
        f"{notice}.ends_on >= {row.given(TODAY)}",
    )
    return Source(((PublicNotice.__tablename__, notice), (UNITS, unit)), where, aliases={UNIT: unit})


def _changes(row: Row, _: Arguments) -> Source:
    message = row.alias("m")
    where = (f"{message}.sequence is not null", f"starts_with({message}.topic, 'designation.')")
    return Source(((OutboxMessage.__tablename__, message),), where)


def _payload(name: str) -> str:
    return f"payload ->> '{name}'"


NOTICE = Readable(
    "PublicNotice",
    {
        "code": Scalar(Kind.PLAIN, lambda row: row.joined(UNIT)("code")),
        "name": Scalar(Kind.TEXT, lambda row: row.joined(UNIT)("name")),
        "kind": Scalar(Kind.TEXT, lambda row: row.joined(UNIT)("kind")),
        "title": column(PublicNotice.title),
        "from": column(PublicNotice.starts_on),
        "until": column(PublicNotice.ends_on),
        "ancestors": Many(
            lambda row, _: above(row, row.joined(UNIT)("path")),
            item=Scalar(Kind.TEXT, lambda row: row("name")),
        ),
    },
)
FEED = Readable(
    "StatusChange",
    {
        "sequence": Scalar(Kind.LARGE, lambda row: row("sequence")),
        "code": Scalar(Kind.TEXT, lambda row: row(_payload("code")), certain=False),
        "number": Scalar(Kind.TEXT, lambda row: row(_payload("number")), certain=False),
        "change": Scalar(Kind.TEXT, lambda row: f"substr({row('topic')}, {len('designation.') + 1})"),
        "reason": Record(
            {
                "code": Scalar(Kind.TEXT, lambda row: row(_payload("cause")), certain=False),
                "text": Scalar(Kind.TEXT, lambda row: text_of(row(_payload("cause"))), certain=False),
                "clause": Scalar(Kind.TEXT, lambda row: row(_payload("clause")), nullable=True),
                "effectiveOn": Scalar(Kind.TEXT, lambda row: row(_payload("effectiveOn")), certain=False),
            }
        ),
        "recordedAt": column(OutboxMessage.created_at),
    },
)
QUERY = Readable(
    "PublicQuery",
    {
        "district": Record(
            {
                "name": Scalar(Kind.TEXT, lambda row: row.given(_NAME)),
                "divisionCode": Scalar(Kind.TEXT, lambda row: row.given(_DIVISION), nullable=True),
                "guidelineTitle": Scalar(Kind.TEXT, lambda row: row.given(TITLE)),
                "timeZone": Scalar(Kind.TEXT, lambda row: row.given(_ZONE)),
            }
        ),
        "unitStatus": One(_by_code, doubt=_was_coded),
        "titledUnits": Pages(
            "titledUnits",
            _titled,
            lambda source: ((f"{source.aliases[LATEST]}.id", "uuid"),),
            descending=True,
        ),
        "publicNotices": Pages(
            "publicNotices",
            _notices,
            lambda source: ((f"{source.alias}.ends_on", "date"), (f"{source.alias}.id", "uuid")),
        ),
        "statusChanges": Pages(
            "statusChanges", _changes, lambda source: ((f"{source.alias}.sequence", "bigint"),)
        ),
    },
    exempt={
        "publishedLists": "what stands in a list is data of the row, given as it was published",
        "unitChanges": "what took a unit's place is data of the row; asked by systems now and then, never by visitors",
    },
)
