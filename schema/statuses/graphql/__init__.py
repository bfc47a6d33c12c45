"""The public types: a unit's standing, why it lost its name, the feed of changes. No personal data."""

from schema.statuses.graphql.changes import StatusChange
from schema.statuses.graphql.notices import PublicNotice
from schema.statuses.graphql.places import UnitChange
from schema.statuses.graphql.status import PublicChange, PublicCoverage, PublicReason, UnitStatus

__all__ = [
    "PublicChange",
    "PublicCoverage",
    "PublicNotice",
    "PublicReason",
    "StatusChange",
    "UnitChange",
    "UnitStatus",
]
