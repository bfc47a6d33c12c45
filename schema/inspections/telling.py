"""What Python tells of inspections in plans: the lines of the score sheet, by the version that is pinned."""

from schema.applications.telling.steps import pinned, way
from schema.guidelines.readable import VERSIONS
from schema.inspections.graphql import SheetLine
from schema.inspections.rules import sheet_lines
from schema.plans.calls import Reading, Row
from schema.plans.declarations import Readable, Told
from schema.units.readable import by_id


def _lines(reading: Reading, version: str, process: str, kind: str) -> list[SheetLine]:
    edition, part = way(reading, version, process)
    if part.batches is None:
        return []
    return [SheetLine.of(line) for line in sheet_lines(edition.guideline, kind)]


def _facts(row: Row) -> tuple[str, ...]:
    unit = by_id(row, row("unit_id"))
    return *pinned(row), row.scalar(f"{unit.alias}.kind", unit)


READABLE = (Readable("Application", {"sheetLines": Told(_lines, _facts, (VERSIONS,))}),)
