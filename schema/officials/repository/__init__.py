"""Every statement on officials, the roles they hold and who holds them where."""

from schema.officials.repository.holders import (
    count_holders,
    count_unheld,
    held_roles,
    holders_within,
    list_holders,
)
from schema.officials.repository.memberships import (
    Term,
    count_memberships,
    follow_units,
    in_time,
    lock_membership,
    memberships_by_ids,
    memberships_by_officials,
    terms_over,
)
from schema.officials.repository.officials import (
    by_ids,
    by_username,
    count_officials,
    list_officials,
    lock,
    lock_by_username,
)

__all__ = [
    "Term",
    "by_ids",
    "by_username",
    "count_holders",
    "count_memberships",
    "count_officials",
    "count_unheld",
    "follow_units",
    "held_roles",
    "holders_within",
    "in_time",
    "list_holders",
    "list_officials",
    "lock",
    "lock_by_username",
    "lock_membership",
    "memberships_by_ids",
    "memberships_by_officials",
    "terms_over",
]
