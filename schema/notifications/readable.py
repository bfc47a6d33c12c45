"""What compiled plans may read of the inbox: the viewer's own, and nobody else's."""

from schema.notifications.rules import Kind as Told_of
from schema.notifications.rules import words
from schema.notifications.tables import Notification
from schema.officials.readable import SIGNED_IN
from schema.plans.calls import Arguments, Reading, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, One, Pages, Readable, Record, Scalar, Told
from schema.units.readable import by_id, seen_by_id

TABLE = Notification.__tablename__


def _own(row: Row, *where: str) -> Source:
    told = row.alias("n")
    own = f"{told}.official_id = {row.given(SIGNED_IN)}"
    return Source(((TABLE, told),), (own, *(each.format(told) for each in where)))


def _unread(row: Row) -> str:
    told = row.alias("n")
    where = (f"{told}.official_id = {row('id')}", f"{told}.read_at is null", f"{told}.ended_at is null")
    return row.scalar("count(*)", Source(((TABLE, told),), where))


def _inbox(row: Row, arguments: Arguments) -> Source:
    found = _own(row, *(("{}.read_at is null", "{}.ended_at is null") if arguments.value("unread") else ()))
    return Source(found.tables, found.where, requires=(f"{row.given(SIGNED_IN)} is not null",))


def _one(row: Row, arguments: Arguments) -> Source:
    return _own(row, f"{{}}.id = {arguments.key('id', 'Notification')}")


def _subject(row: Row) -> str:
    """Write the global id of what a notification is about."""
    named = f"({row('subject_type')} || ':' || {row('subject_id')}::text)::bytea"
    return rf"rtrim(replace(encode({named}, 'base64'), E'\n', ''), '=')"


def _words(_: Reading, kind: str, unit: str | None, units: int) -> str:
    return words(Told_of(kind), unit or "", units)


def _facts(row: Row) -> tuple[str, ...]:
    unit = by_id(row, row("unit_id"))
    return row("kind"), row.scalar(f"{unit.alias}.name", unit), row("units")


READABLE = (
    Readable(
        "Query",
        {
            "notifications": Pages(
                "notifications", _inbox, lambda source: ((f"{source.alias}.id", "uuid"),), descending=True
            )
        },
    ),
    Readable(
        "Viewer",
        {
            "unread": Scalar(Kind.INTEGER, _unread),
            "contact": Record(
                {
                    "email": Scalar(Kind.TEXT, lambda row: row("email"), nullable=True),
                    "mailWanted": Scalar(Kind.BOOLEAN, lambda row: row("mail_wanted")),
                }
            ),
        },
    ),
    Readable(
        "Notification",
        {
            "id": Identity("Notification"),
            "kind": column(Notification.kind),
            "units": column(Notification.units),
            "subject": Scalar(Kind.PLAIN, _subject),
            "subjectType": column(Notification.subject_type, plain=True),
            "createdAt": column(Notification.created_at),
            "readAt": column(Notification.read_at),
            "endedAt": column(Notification.ended_at),
            "unit": One(lambda row, arguments: seen_by_id(row, arguments, row("unit_id"))),
            "text": Told(_words, _facts),
        },
        node=_one,
    ),
)
