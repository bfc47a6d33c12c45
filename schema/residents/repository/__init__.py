"""Every statement on households and residents."""

from schema.residents.repository.households import (
    add_households,
    count_households,
    depart,
    households_by_ids,
    list_households,
    lock_household,
    taken_codes,
)
from schema.residents.repository.rehousing import (
    Home,
    homes_below,
    lock_homes,
    rehouse,
    select_homes,
)
from schema.residents.repository.residents import (
    count_residents,
    homes_and_births,
    residents_by_household,
    residents_by_ids,
    taken_identity_numbers,
)

__all__ = [
    "Home",
    "add_households",
    "count_households",
    "count_residents",
    "depart",
    "homes_and_births",
    "homes_below",
    "households_by_ids",
    "list_households",
    "lock_homes",
    "lock_household",
    "rehouse",
    "residents_by_household",
    "residents_by_ids",
    "select_homes",
    "taken_codes",
    "taken_identity_numbers",
]
