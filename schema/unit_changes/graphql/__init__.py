"""What a change of the tree would do, in the API."""

from schema.unit_changes.graphql.previews import (
    PreviewedCount,
    PreviewedMove,
    PreviewedName,
    UnitChangePreview,
)

__all__ = [
    "PreviewedCount",
    "PreviewedMove",
    "PreviewedName",
    "UnitChangePreview",
]
