"""What Python tells the public in plans: from when a unit may bear a name again."""

from typing import Any
from uuid import UUID

from schema.guidelines.readable import GUIDELINE, VERSIONS
from schema.plans.calls import Reading, Row
from schema.plans.declarations import Readable, Told
from schema.statuses.readable.status import LATEST, latest
from schema.unit_eligibilities.graphql import Eligibility
from schema.unit_eligibilities.telling import facts_of, returned


def _eligibility(reading: Reading, version: str | None, *facts: Any) -> Eligibility | None:
    found = returned(reading, *facts)
    if found is None or version is None:
        return None
    edition = reading.known[VERSIONS.name].value[UUID(version)]
    return Eligibility.of(found, told=edition.guideline.publication.shows_cause)


def _facts(row: Row) -> tuple[str, ...]:
    return row.joined(LATEST)("guideline_version_id"), *facts_of(row, latest(row))


READABLE = (
    Readable(
        "UnitStatus",
        {"eligibility": Told(_eligibility, _facts, (GUIDELINE, VERSIONS), nullable=True, asks=True)},
    ),
)
