"""Households and their people move in and out; living rolls follow, and the names that rest on them."""

from schema.household_moves.operations.households import (
    CloseHousehold,
    CorrectHousehold,
    RegisterHouseholds,
    close_household,
    correct_household,
    register_households,
)
from schema.household_moves.operations.people import (
    AddResident,
    CorrectResident,
    MoveResident,
    RemoveResident,
    add_resident,
    correct_resident,
    move_resident,
    remove_resident,
)

__all__ = [
    "AddResident",
    "CloseHousehold",
    "CorrectHousehold",
    "CorrectResident",
    "MoveResident",
    "RegisterHouseholds",
    "RemoveResident",
    "add_resident",
    "close_household",
    "correct_household",
    "correct_resident",
    "move_resident",
    "register_households",
    "remove_resident",
]
