"""What a change of the tree, or of what a unit is called, must respect."""

from schema.unit_changes.rules.kinds import kind_faults
from schema.unit_changes.rules.recoding import Recoded, Verdict, judge_codes
from schema.unit_changes.rules.trees import (
    LOSSES,
    PARTS,
    CountShift,
    Lying,
    MovedUnit,
    NameChange,
    Outcome,
    Part,
    assign_children,
    assign_doors,
    free_doors,
    new_unit_faults,
    require_alike,
    require_place,
    require_several,
)

__all__ = [
    "LOSSES",
    "PARTS",
    "CountShift",
    "Lying",
    "MovedUnit",
    "NameChange",
    "Outcome",
    "Part",
    "Recoded",
    "Verdict",
    "assign_children",
    "assign_doors",
    "free_doors",
    "judge_codes",
    "kind_faults",
    "new_unit_faults",
    "require_alike",
    "require_place",
    "require_several",
]
