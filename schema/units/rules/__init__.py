"""The shape of the unit tree: codes, paths, and what an import may add to it."""

from schema.units.rules.codes import ByCode
from schema.units.rules.existence import closed_unit, existence_fault, require_open
from schema.units.rules.imports import (
    CODE,
    IMPORT_LIMIT,
    NAME_LIMIT,
    ExistingUnit,
    Kinds,
    PlannedUnit,
    UnitRow,
    plan_import,
)
from schema.units.rules.paths import (
    MAX_DEPTH,
    child_path,
    code_path,
    is_within,
    label_of,
    new_label,
    subtree_bounds,
)

__all__ = [
    "CODE",
    "IMPORT_LIMIT",
    "MAX_DEPTH",
    "NAME_LIMIT",
    "ByCode",
    "ExistingUnit",
    "Kinds",
    "PlannedUnit",
    "UnitRow",
    "child_path",
    "closed_unit",
    "code_path",
    "existence_fault",
    "is_within",
    "label_of",
    "new_label",
    "plan_import",
    "require_open",
    "subtree_bounds",
]
