"""Every statement on applications and their transitions, worklists excepted."""

from schema.applications.repository.applications import (
    ApplicationFilter,
    by_ids,
    count_applications,
    get,
    list_applications,
    lock,
    lock_free,
    lock_with_unit,
    touch,
    unknown,
)
from schema.applications.repository.closings import closings_of
from schema.applications.repository.transitions import (
    history_of,
    transitions_by_ids,
)
from schema.applications.repository.under_way import (
    count_open,
    count_open_below,
    open_by_units,
    open_under,
    open_versions,
)

__all__ = [
    "ApplicationFilter",
    "by_ids",
    "closings_of",
    "count_applications",
    "count_open",
    "count_open_below",
    "get",
    "history_of",
    "list_applications",
    "lock",
    "lock_free",
    "lock_with_unit",
    "open_by_units",
    "open_under",
    "open_versions",
    "touch",
    "transitions_by_ids",
    "unknown",
]
