"""What a report, an end, a correction or an exclusion would do."""

from typing import Annotated

import strawberry

from authz.actions import Action
from schema.event_reports.graphql.inputs import PreviewHealthEventInput
from schema.event_reports.graphql.previews import HealthEventPreview
from schema.event_reports.operations.previewing import preview_event
from schema.frame.context import Info
from schema.frame.payloads import carry_out


@strawberry.type
class PreviewQuery:
    """What would follow from what is about to be reported, ended, corrected or excluded."""

    @strawberry.field
    async def preview_health_event(
        self,
        info: Info,
        input: Annotated[PreviewHealthEventInput, strawberry.argument(description="What would be sent.")],
    ) -> HealthEventPreview:
        """What the mutation would do to names: by which clause, since when, who would see it. Writes nothing."""
        _ = info.context.scopes(Action.EVENT_REPORT)
        preview, errors = await carry_out(info, preview_event, input)
        return HealthEventPreview.of(preview, errors)
