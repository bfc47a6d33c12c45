"""Every statement on designations, their numbers, their history, and how many there are."""

from schema.designations.repository.designations import (
    Placed,
    by_applications,
    by_ids,
    held_by_units,
    list_held,
    lock,
    lock_held_by_units,
    move_to_version,
    next_number,
    of_unit,
    placed_by_ids,
    set_state,
    unknown,
)
from schema.designations.repository.lists import (
    DesignationFilter,
    count_designations,
    list_designations,
    valid_on,
)

__all__ = [
    "DesignationFilter",
    "Placed",
    "by_applications",
    "by_ids",
    "count_designations",
    "held_by_units",
    "list_designations",
    "list_held",
    "lock",
    "lock_held_by_units",
    "move_to_version",
    "next_number",
    "of_unit",
    "placed_by_ids",
    "set_state",
    "unknown",
    "valid_on",
]
