"""Recorded figures in the API."""

from datetime import date
from decimal import ROUND_DOWN, Decimal

import strawberry

from authz.actions import Action
from schema.figures import repository
from schema.figures.tables import UnitFigure as UnitFigureTable
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.guidelines.graphql import current_of
from schema.units.graphql import Unit


@strawberry.type
class UnitFigure:
    """A share recorded for a unit and a period."""

    figure: str = strawberry.field(description="What it is a share of: an id of the guideline's `figures`.")
    numerator: int = strawberry.field(description="How many it holds for.")
    denominator: int = strawberry.field(description="How many there are in all.")
    excluded: int = strawberry.field(description="How many of them do not count, e.g. contraindications.")
    percent: Decimal = strawberry.field(
        description="The share of those that count, two decimals, rounded down."
    )
    period_from: date = strawberry.field(description="First local day of the period.")
    period_until: date = strawberry.field(description="Last local day of the period.")
    source: str = strawberry.field(description="How and by whom it was counted.")

    @strawberry.field
    async def name(self, info: Info) -> str:
        """What it is called, in zh-CN; the id where the guideline no longer names it."""
        known = {each.id: each.name for each in (await current_of(info.context)).guideline.figures}
        return known.get(self.figure, self.figure)

    @classmethod
    def of(cls, row: UnitFigureTable) -> "UnitFigure":
        """Render a row."""
        share = Decimal(100 * row.numerator) / (row.denominator - row.excluded)
        return cls(
            figure=row.figure,
            numerator=row.numerator,
            denominator=row.denominator,
            excluded=row.excluded,
            percent=share.quantize(Decimal("0.01"), ROUND_DOWN),
            period_from=row.period_from,
            period_until=row.period_until,
            source=row.source,
        )


@edge(Unit)
async def figures(unit: strawberry.Parent[Unit], info: Info) -> list[UnitFigure] | None:
    """The latest value of each figure recorded for the unit; null outside the viewer's area."""
    if not info.context.may(Action.UNIT_READ, unit.path):
        return None
    rows = await info.context.load(repository.latest_by_units, unit.uuid) or {}
    return [UnitFigure.of(row) for row in rows.values()]
