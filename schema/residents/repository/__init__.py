"""Every statement on households and residents."""

from schema.residents.repository.households import (
    add_households,
    count_households,
    depart,
    households_by_ids,
    list_households,
    lock_household,
    lock_households,
    taken_codes,
    touch_household,
)
from schema.residents.repository.rehousing import (
    Home,
    homes_below,
    lock_homes,
    rehouse,
    select_homes,
)
from schema.residents.repository.residents import (
    births_by_household,
    count_residents,
    find_resident,
    homes_and_births,
    lock_resident,
    residents_by_household,
    residents_by_ids,
    residents_on,
    taken_identities,
    write_person,
)

__all__ = [
    "Home",
    "add_households",
    "births_by_household",
    "count_households",
    "count_residents",
    "depart",
    "find_resident",
    "homes_and_births",
    "homes_below",
    "households_by_ids",
    "list_households",
    "lock_homes",
    "lock_household",
    "lock_households",
    "lock_resident",
    "rehouse",
    "residents_by_household",
    "residents_by_ids",
    "residents_on",
    "select_homes",
    "taken_codes",
    "taken_identities",
    "touch_household",
    "write_person",
]
