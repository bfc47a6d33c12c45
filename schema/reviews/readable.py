"""What compiled plans may read of the decisions on applications."""

from authz.actions import Action
from schema.applications.readable import TABLE as APPLICATIONS
from schema.guidelines.readable import role_name_of
from schema.officials.readable import by_id
from schema.plans.calls import Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, Many, One, Readable, Scalar
from schema.reviews.tables import Review
from schema.units.readable import TABLE as UNITS


def _of_application(row: Row, _: Arguments) -> Source:
    """Give the decisions on an application, oldest first."""
    review = row.alias("r")
    order = (f"{review}.decided_at", f"{review}.id")
    return Source(((Review.__tablename__, review),), (f"{review}.application_id = {row('id')}",), order)


def _one(row: Row, arguments: Arguments) -> Source:
    """Give a decision on an application the caller may see."""
    review, application, unit = row.alias("r"), row.alias("a"), row.alias("u")
    where = (
        f"{review}.id = {arguments.key('id', 'Review')}",
        f"{application}.id = {review}.application_id",
        f"{unit}.id = {application}.unit_id",
        arguments.may(Action.APPLICATION_READ, f"{unit}.path"),
    )
    return Source(((Review.__tablename__, review), (APPLICATIONS, application), (UNITS, unit)), where)


READABLE = (
    Readable("Application", {"reviews": Many(_of_application)}),
    Readable(
        "Review",
        {
            "id": Identity("Review"),
            "step": column(Review.step),
            "decision": Scalar(Kind.PLAIN, lambda row: f"upper({row('decision')})"),
            "opinion": column(Review.opinion),
            "role": column(Review.role),
            "roleName": Scalar(
                Kind.TEXT, lambda row: role_name_of(row, row("role"), row("level")), certain=False
            ),
            "decidedAt": column(Review.decided_at),
            "reviewer": One(lambda row, _: by_id(row, row("reviewer_id"))),
            "onBehalfOf": One(lambda row, _: by_id(row, row("on_behalf_of"))),
        },
        node=_one,
        exempt={"answers": "kept with the move it was made by"},
    ),
)
