"""Every statement on designations and their numbers."""

from schema.designations.repository.designations import (
    Borne,
    DesignationFilter,
    borne_by_ids,
    by_applications,
    by_ids,
    count_designations,
    held_by_units,
    list_designations,
    list_held,
    lock,
    lock_held_by_units,
    next_number,
    of_unit,
    set_state,
    unknown,
    valid_on,
)

__all__ = [
    "Borne",
    "DesignationFilter",
    "borne_by_ids",
    "by_applications",
    "by_ids",
    "count_designations",
    "held_by_units",
    "list_designations",
    "list_held",
    "lock",
    "lock_held_by_units",
    "next_number",
    "of_unit",
    "set_state",
    "unknown",
    "valid_on",
]
