"""The list of key areas in the API."""

from datetime import date, datetime
from uuid import UUID

import strawberry

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.guidelines.graphql import current_of
from schema.key_areas import repository
from schema.key_areas.tables import KeyArea as KeyAreaTable


@strawberry.type
class KeyArea(Node):
    """A place outside the district whose returnees are to be told of, on the days it is listed."""

    code: str | None = strawberry.field(description="Its division code; null for a place that has none.")
    name: str = strawberry.field(description="What it is called.")
    level: str | None = strawberry.field(description="Its risk level, an id of the guideline's `riskLevels`.")
    valid_from: date = strawberry.field(description="First local day it is listed.")
    valid_until: date | None = strawberry.field(
        description="Last local day it is listed; null: no known end."
    )
    source: str = strawberry.field(description="Who announced it.")
    known_at: datetime = strawberry.field(description="When it was put on the list here.")
    end_known_at: datetime | None = strawberry.field(
        description="When its end became known here; null where it was said at once, and while there is none."
    )
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @strawberry.field
    async def level_name(self, info: Info) -> str | None:
        """The level in zh-CN; the id where the guideline no longer names it."""
        known = {each.id: each.name for each in (await current_of(info.context)).guideline.risk_levels}
        return known.get(self.level, self.level) if self.level is not None else None

    @classmethod
    def of(cls, row: KeyAreaTable) -> "KeyArea":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("KeyArea", row.id)),
            code=row.code,
            name=row.name,
            level=row.level,
            valid_from=row.listed_from,
            valid_until=row.listed_until,
            source=row.source,
            known_at=row.recorded_at,
            end_known_at=row.ended_at,
            revision=row.revision,
        )


@fetches("KeyArea")
async def find_area(context: RequestContext, area_id: UUID) -> KeyArea | None:
    """Read an entry, if the viewer holds a role."""
    row = (
        await context.load(repository.by_ids, area_id)
        if context.may(Action.AREA_READ, WHOLE_DISTRICT)
        else None
    )
    return KeyArea.of(row) if row else None
