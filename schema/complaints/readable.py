"""What compiled plans may read of complaints."""

from authz.actions import Action
from schema.complaints.tables import Complaint
from schema.frame.pagination import PAGE_LIMIT
from schema.plans.calls import Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Many, One, Readable
from schema.units.readable import TABLE as UNITS
from schema.units.readable import by_id, inside

TABLE = Complaint.__tablename__


def _latest(row: Row, arguments: Arguments) -> Source:
    """Give the latest complaints about a unit and those below, newest first."""
    complaint, unit = row.alias("c"), row.alias("u")
    where = (f"{unit}.id = {complaint}.unit_id", inside(f"{unit}.path", row("path")))
    order = (f"{complaint}.received_on desc", f"{complaint}.id desc")
    most = max(0, min(arguments.value("first"), PAGE_LIMIT))
    return Source(((TABLE, complaint), (UNITS, unit)), where, order, limit=most)


def _one(row: Row, arguments: Arguments) -> Source:
    """Give a complaint of the caller's area."""
    complaint, unit = row.alias("c"), row.alias("u")
    where = (f"{complaint}.id = {arguments.key('id', 'Complaint')}", f"{unit}.id = {complaint}.unit_id")
    seen = arguments.may(Action.COMPLAINT_READ, f"{unit}.path")
    return Source(((TABLE, complaint), (UNITS, unit)), (*where, seen))


READABLE = (
    Readable(
        "Unit",
        {
            "complaints": Many(
                _latest, shown=lambda row, arguments: arguments.may(Action.COMPLAINT_READ, row("path"))
            )
        },
    ),
    Readable(
        "Complaint",
        {
            "id": Identity("Complaint"),
            "reference": column(Complaint.reference),
            "receivedOn": column(Complaint.received_on),
            "dueOn": column(Complaint.due_on),
            "aboutEpidemic": column(Complaint.about_epidemic),
            "substantiated": column(Complaint.substantiated),
            "settledOn": column(Complaint.settled_on),
            "revision": column(Complaint.revision),
            "unit": One(lambda row, _: by_id(row, row("unit_id")), nullable=False),
        },
        node=_one,
        exempt={"actions": "guards decide, not a statement"},
    ),
)
