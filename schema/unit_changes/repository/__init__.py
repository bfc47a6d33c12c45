"""Every statement on changes of the tree: each rewrites all it concerns at once, however many units that is."""

from schema.unit_changes.repository.changes import (
    FIRST,
    Relocation,
    children_of,
    counts_of,
    end_placements,
    let_findings_lapse,
    levels_below,
    link,
    lock_tree,
    names_changed,
    relocate,
)

__all__ = [
    "FIRST",
    "Relocation",
    "children_of",
    "counts_of",
    "end_placements",
    "let_findings_lapse",
    "levels_below",
    "link",
    "lock_tree",
    "names_changed",
    "relocate",
]
