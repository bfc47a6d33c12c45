"""Public notices in the public register."""

from datetime import date

import strawberry

from schema.frame.context import Info
from schema.public_notices.tables import PublicNotice as NoticeTable
from schema.units import repository as units
from schema.units.tables import Unit


@strawberry.type
class PublicNotice:
    """A unit is about to be named; whoever knows better tells its street before the notice ends."""

    row: strawberry.Private[Unit]
    code: str = strawberry.field(description="The unit's code.")
    name: str = strawberry.field(description="The unit's name.")
    kind: str = strawberry.field(description="The unit's kind, e.g. `building`.")
    title: str = strawberry.field(description="The title it applies for.")
    starts_on: date = strawberry.field(name="from", description="Local day the notice began.")
    ends_on: date = strawberry.field(name="until", description="Last local day of the notice.")

    @classmethod
    def of(cls, notice: NoticeTable, unit: Unit) -> "PublicNotice":
        """Render a notice of a unit."""
        return cls(
            row=unit,
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            title=notice.title,
            starts_on=notice.starts_on,
            ends_on=notice.ends_on,
        )

    @strawberry.field
    async def ancestors(self, info: Info) -> list[str]:
        """Names of the units above, from the root down."""
        above = [
            await info.context.load(units.by_paths, path) for path in units.ancestor_paths(self.row.path)
        ]
        return [unit.name for unit in above if unit]
