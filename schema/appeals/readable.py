"""What compiled plans may read of appeals."""

from schema.appeals.tables import Appeal
from schema.findings.readable import in_area
from schema.plans.calls import Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, One, Pages, Readable, Scalar
from schema.units.readable import by_id

TABLE = Appeal.__tablename__


def _listed(row: Row, arguments: Arguments) -> Source:
    appeal = row.alias("a")
    found, status = in_area(row, arguments, TABLE, appeal), arguments.value("status")
    stands = (f"{appeal}.status = '{status.lower()}'",) if status else ()
    return Source(found.tables, (*found.where, *stands), requires=found.requires)


READABLE = (
    Readable(
        "Query",
        {
            "appeals": Pages(
                "appeals", _listed, lambda source: ((f"{source.alias}.id", "uuid"),), descending=True
            )
        },
    ),
    Readable(
        "Appeal",
        {
            "id": Identity("Appeal"),
            "grounds": column(Appeal.grounds),
            "status": Scalar(Kind.PLAIN, lambda row: f"upper({row('status')})"),
            "lodgedAt": column(Appeal.lodged_at),
            "opinion": column(Appeal.opinion),
            "decidedAt": column(Appeal.decided_at),
            "revision": column(Appeal.revision),
            "unit": One(lambda row, _: by_id(row, row("unit_id"))),
        },
    ),
)
