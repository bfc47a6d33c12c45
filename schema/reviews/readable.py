"""What compiled plans may read of the decisions on applications."""

from schema.officials.readable import by_id
from schema.plans.columns import column
from schema.plans.declarations import Arguments, Identity, Kind, Many, One, Readable, Row, Scalar, Source
from schema.reviews.tables import Review


def _of_application(row: Row, _: Arguments) -> Source:
    """Give the decisions on an application, oldest first."""
    review = row.alias("r")
    order = (f"{review}.decided_at", f"{review}.id")
    return Source(((Review.__tablename__, review),), (f"{review}.application_id = {row('id')}",), order)


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
            "decidedAt": column(Review.decided_at),
            "reviewer": One(lambda row, _: by_id(row, row("reviewer_id"))),
            "onBehalfOf": One(lambda row, _: by_id(row, row("on_behalf_of"))),
        },
        exempt={
            "roleName": "the API's own words",
            "answers": "kept with the move it was made by",
        },
    ),
)
