"""What a change of the tree would do."""

from typing import Annotated

import strawberry

from authz.actions import Action
from schema.frame.context import Info
from schema.frame.payloads import carry_out
from schema.unit_changes.graphql import CodeVerdict, UnitChangePreview
from schema.unit_changes.graphql.inputs import PreviewUnitChangeInput, RecodedUnitInput
from schema.unit_changes.operations import preview_unit_change, preview_unit_codes


@strawberry.type
class RecodedUnit:
    """A row of a reform of codes, judged."""

    before: str = strawberry.field(description="The code now.")
    after: str = strawberry.field(description="The code it is to have.")
    verdict: CodeVerdict = strawberry.field(description="What would become of it.")


@strawberry.type
class UnitChangeQuery:
    """What would follow from a change of the tree."""

    @strawberry.field
    async def preview_unit_codes(
        self,
        info: Info,
        rows: Annotated[
            list[RecodedUnitInput], strawberry.argument(description="The table, at most 2,000 rows.")
        ],
    ) -> list[RecodedUnit]:
        """What `reformUnitCodes` would do with each row; it does all of them or none. Nothing is written."""
        _ = info.context.scopes(Action.UNIT_IMPORT)
        today = info.context.operations.today()
        table = [row.read(today) for row in rows]
        judged = await preview_unit_codes(info.context.operations, table)
        return [
            RecodedUnit(before=row.before, after=row.after, verdict=CodeVerdict(verdict.value))
            for row, verdict in judged
        ]

    @strawberry.field
    async def preview_unit_change(
        self,
        info: Info,
        input: Annotated[PreviewUnitChangeInput, strawberry.argument(description="What would be sent.")],
    ) -> UnitChangePreview:
        """What `moveUnit`, `splitUnit`, `mergeUnits`, `changeUnitKind` or `closeUnit` would do.

        It is done, looked at, and undone.
        """
        _ = info.context.scopes(Action.UNIT_REARRANGE)
        preview, errors = await carry_out(info, preview_unit_change, input)
        return UnitChangePreview.of(preview, errors)
