"""Every statement on batches, their teams, the units in them and what these must put right."""

from schema.batches.repository.batches import (
    by_ids,
    count_batches,
    count_open,
    count_open_teams,
    latest_of_units,
    list_batches,
    lock,
    of_place,
    open_above,
    team_of,
    touch,
    unknown,
)
from schema.batches.repository.entries import (
    conclude,
    count_leaving,
    count_pending,
    entries_by_ids,
    entries_of,
    inspectors_of,
    latest_entries,
)
from schema.batches.repository.rectifications import (
    lock_newly_overdue,
    rectifications_of,
)

__all__ = [
    "by_ids",
    "conclude",
    "count_batches",
    "count_leaving",
    "count_open",
    "count_open_teams",
    "count_pending",
    "entries_by_ids",
    "entries_of",
    "inspectors_of",
    "latest_entries",
    "latest_of_units",
    "list_batches",
    "lock",
    "lock_newly_overdue",
    "of_place",
    "open_above",
    "rectifications_of",
    "team_of",
    "touch",
    "unknown",
]
