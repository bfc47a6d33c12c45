"""What compiled plans may read of assessments that are kept, and how far the units below have come."""

from authz.actions import Action
from schema.criteria.tables import Assessment, AssessmentResult
from schema.designations.readable import counted_below, titled_below
from schema.frame.pagination import PAGE_LIMIT
from schema.guidelines.readable import BASE_TITLED_KINDS
from schema.plans.calls import Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, Many, Readable, Record, Scalar
from schema.units.readable import TABLE as UNITS

TABLE, RESULTS = Assessment.__tablename__, AssessmentResult.__tablename__


def _latest(row: Row, arguments: Arguments) -> Source:
    """Give the latest assessments of a unit, newest first."""
    each, most = row.alias("s"), max(0, min(arguments.value("first"), PAGE_LIMIT))
    order = (f"{each}.assessed_at desc", f"{each}.id desc")
    return Source(((TABLE, each),), (f"{each}.unit_id = {row('id')}",), order, limit=most)


def last_self(row: Row, application_id: str) -> Source:
    """Give the latest self-assessment made for an application."""
    each = row.alias("s")
    where = (f"{each}.application_id = {application_id}", f"{each}.kind = 'self'")
    return Source(((TABLE, each),), where, (f"{each}.assessed_at desc", f"{each}.id desc"), limit=1)


def last_periodic(row: Row, unit_id: str) -> str:
    """Say in SQL when a unit was last assessed in turn; null if it never was."""
    each = row.alias("s")
    where = (f"{each}.unit_id = {unit_id}", f"{each}.kind = 'periodic'")
    return row.scalar(f"max({each}.assessed_on)", Source(((TABLE, each),), where))


def _results(row: Row, _: Arguments) -> Source:
    each = row.alias("r")
    return Source(((RESULTS, each),), (f"{each}.assessment_id = {row('id')}",), (f"{each}.id",))


def _one(row: Row, arguments: Arguments) -> Source:
    """Give an assessment of a unit whose applications the caller may see."""
    each, unit = row.alias("s"), row.alias("u")
    where = (f"{each}.id = {arguments.key('id', 'Assessment')}", f"{unit}.id = {each}.unit_id")
    seen = arguments.may(Action.APPLICATION_READ, f"{unit}.path")
    return Source(((TABLE, each), (UNITS, unit)), (*where, seen))


READABLE = (
    Readable(
        "Unit",
        {
            "assessments": Many(
                _latest, shown=lambda row, arguments: arguments.may(Action.APPLICATION_READ, row("path"))
            ),
            "coverage": Record(
                {
                    "counted": Scalar(
                        Kind.INTEGER,
                        lambda row: row.scalar("count(*)", counted_below(row, BASE_TITLED_KINDS)[0]),
                    ),
                    "titled": Scalar(Kind.INTEGER, lambda row: titled_below(row, BASE_TITLED_KINDS)),
                }
            ),
        },
    ),
    Readable(
        "Assessment",
        {
            "id": Identity("Assessment"),
            "kind": column(Assessment.kind),
            "met": column(Assessment.met),
            "points": Scalar(Kind.PLAIN, lambda row: f"{row('points')}::text", nullable=True),
            "assessedOn": column(Assessment.assessed_on),
            "assessedAt": column(Assessment.assessed_at),
            "results": Many(_results),
        },
        node=_one,
    ),
    Readable(
        "AssessmentResult",
        {
            "criterion": column(AssessmentResult.criterion),
            "outcome": Scalar(Kind.PLAIN, lambda row: f"upper({row('outcome')})"),
        },
    ),
)
