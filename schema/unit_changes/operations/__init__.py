"""What officials do to the tree: move, split and merge units, and look beforehand at what that does."""

from schema.unit_changes.operations.changes import (
    TreePreview,
    change_unit_kind,
    close_unit,
    merge_units,
    move_unit,
    preview_unit_change,
    split_unit,
)
from schema.unit_changes.operations.naming import rename_unit
from schema.unit_changes.operations.recoding import (
    change_unit_code,
    preview_unit_codes,
    reform_unit_codes,
)

__all__ = [
    "TreePreview",
    "change_unit_code",
    "change_unit_kind",
    "close_unit",
    "merge_units",
    "move_unit",
    "preview_unit_change",
    "preview_unit_codes",
    "reform_unit_codes",
    "rename_unit",
    "split_unit",
]
