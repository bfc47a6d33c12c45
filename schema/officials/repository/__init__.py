"""Every statement on officials, the roles they hold and who holds them where."""

from schema.officials.repository.holders import (
    count_holders,
    count_unheld,
    held_roles,
    holders_within,
    is_administered,
    list_holders,
    still_held,
)
from schema.officials.repository.memberships import (
    Term,
    count_memberships,
    follow_units,
    holds,
    in_time,
    lock_membership,
    lock_memberships,
    memberships_by_ids,
    memberships_by_officials,
    terms_over,
)
from schema.officials.repository.officials import (
    Asked,
    by_ids,
    by_username,
    count_officials,
    list_officials,
    lock,
    lock_by_username,
    reachable,
    take_turn,
)
from schema.officials.repository.records import records_of
from schema.officials.repository.seats import Seat, seats_at

__all__ = [
    "Asked",
    "Seat",
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
    "holds",
    "in_time",
    "is_administered",
    "list_holders",
    "list_officials",
    "lock",
    "lock_by_username",
    "lock_membership",
    "lock_memberships",
    "memberships_by_ids",
    "memberships_by_officials",
    "reachable",
    "records_of",
    "seats_at",
    "still_held",
    "take_turn",
    "terms_over",
]
