"""Every statement on petitions and their rolls."""

from schema.petitions.repository.petitions import (
    Resting,
    by_ids,
    close_open,
    count_open,
    lock,
    lock_all,
    lock_with_unit,
    open_by_units,
    resting_of,
    touch,
)
from schema.petitions.repository.rolls import (
    ask_anew,
    copy_roll,
    count_entries,
    entries_by_ids,
    entries_of,
    households_on,
    join_rolls,
    leave_rolls,
    list_entries,
)
from schema.petitions.repository.tallies import (
    last_tallies,
    last_tally_of_unit,
    open_tallies,
    tallies_of,
)

__all__ = [
    "Resting",
    "ask_anew",
    "by_ids",
    "close_open",
    "copy_roll",
    "count_entries",
    "count_open",
    "entries_by_ids",
    "entries_of",
    "households_on",
    "join_rolls",
    "last_tallies",
    "last_tally_of_unit",
    "leave_rolls",
    "list_entries",
    "lock",
    "lock_all",
    "lock_with_unit",
    "open_by_units",
    "open_tallies",
    "resting_of",
    "tallies_of",
    "touch",
]
