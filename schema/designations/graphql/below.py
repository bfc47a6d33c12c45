"""How many units of each kind below another bear a name, at every depth."""

import strawberry

from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.guidelines.graphql import UnitKind, current_of
from schema.guidelines.rules import titled_kinds, unit_kind
from schema.units.graphql import Unit
from schema.units.repository.counters import Counts, counts_at


@strawberry.type
class TitledBelow:
    """Units of one kind below another, at every depth."""

    kind: UnitKind = strawberry.field(description="The kind, one that bears a title.")
    total: int = strawberry.field(description="Units of that kind below that exist now.")
    titled: int = strawberry.field(
        description="Those whose name is in force: neither suspended nor lost. One whose last day has passed is "
        "counted until the night that ends it."
    )


@edge(Unit)
async def titled_below(unit: strawberry.Parent[Unit], info: Info) -> list[TitledBelow]:
    """The units below at every depth that can bear a name, and how many do, by kind (T-P10); kinds without any not.

    Read from counters, whatever the size of the district.
    """
    guideline = (await current_of(info.context)).guideline
    counts = await info.context.load(counts_at, unit.uuid) or {}
    there = sorted(kind for kind in titled_kinds(guideline) if counts.get(kind, Counts()).total > 0)
    return [
        TitledBelow(
            kind=UnitKind.of(unit_kind(guideline, kind)),
            total=counts[kind].total,
            titled=counts[kind].in_force,
        )
        for kind in there
    ]
