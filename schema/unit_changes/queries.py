"""What a change of the tree would do."""

from typing import Annotated

import strawberry

from authz.actions import Action
from schema.frame.context import Info
from schema.frame.payloads import carry_out
from schema.unit_changes.graphql import UnitChangePreview
from schema.unit_changes.graphql.inputs import PreviewUnitChangeInput
from schema.unit_changes.operations import preview_unit_change


@strawberry.type
class UnitChangeQuery:
    """What would follow from a change of the tree."""

    @strawberry.field
    async def preview_unit_change(
        self,
        info: Info,
        input: Annotated[PreviewUnitChangeInput, strawberry.argument(description="What would be sent.")],
    ) -> UnitChangePreview:
        """What `moveUnit`, `splitUnit` or `mergeUnits` would do: it is done, looked at, and undone."""
        _ = info.context.scopes(Action.UNIT_REARRANGE)
        preview, errors = await carry_out(info, preview_unit_change, input)
        return UnitChangePreview.of(preview, errors)
