"""What compiled plans may read of inspections: that there are none, as almost everywhere."""

from schema.batches.tables import BatchEntry, Rectification
from schema.inspections.tables import Inspection
from schema.plans.calls import Arguments, Row, Source
from schema.plans.declarations import Doubtful, Readable


def _no_batch(row: Row, _: Arguments) -> str:
    return _none(row, BatchEntry.__tablename__, "application_id", row("id"))


def _no_inspection(row: Row, _: Arguments) -> str:
    return _none(row, Inspection.__tablename__, "application_id", row("id"))


def _nothing_wrong(row: Row, _: Arguments) -> str:
    return _none(row, Rectification.__tablename__, "unit_id", row("unit_id"))


def _none(row: Row, table: str, column: str, value: str) -> str:
    """Say in SQL that a table has no row with a value."""
    each = row.alias("x")
    return f"not exists {row.scalar('1', Source(((table, each),), (f'{each}.{column} = {value}',)))}"


READABLE = (
    Readable(
        "Application",
        {
            "batch": Doubtful(_no_batch),
            "inspections": Doubtful(_no_inspection, "[]"),
            "rectifications": Doubtful(_nothing_wrong, "[]"),
        },
    ),
)
