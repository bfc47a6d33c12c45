"""What a change of the tree would do, in the API."""

from schema.unit_changes.graphql.previews import (
    CodeVerdict,
    PreviewedCount,
    PreviewedMove,
    PreviewedName,
    UnitChangePreview,
)

__all__ = [
    "CodeVerdict",
    "PreviewedCount",
    "PreviewedMove",
    "PreviewedName",
    "UnitChangePreview",
]
