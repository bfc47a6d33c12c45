"""The feed of changes of the units themselves in the public register."""

from datetime import date, datetime

import strawberry

from tenants.outbox import OutboxMessage


@strawberry.type
class UnitChange:
    """A change of a unit, in the order of the feed. Ask again `after` the last cursor you have seen."""

    sequence: int = strawberry.field(
        description="Place in the feed: grows, never reused, one count with `statusChanges`."
    )
    code: str = strawberry.field(description="The unit's code since the change, or the last it had.")
    name: str = strawberry.field(description="The unit's name since the change, or the last it had.")
    change: str = strawberry.field(
        description="`renamed`, `recoded`, `moved`; or it is no more: `closed`, `split`, `merged`, "
        "or `retyped` where a unit of another kind took its place."
    )
    former_code: str | None = strawberry.field(description="The code until then, if it was `recoded`.")
    parent_code: str | None = strawberry.field(
        description="The unit it lies below since then, if it `moved`."
    )
    successors: list[str] = strawberry.field(
        description="Codes of the units that took its place, as of then."
    )
    effective_on: date = strawberry.field(description="The first local day on which it holds.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")

    @classmethod
    def of(cls, row: OutboxMessage) -> "UnitChange":
        """Render a message of the feed."""
        return cls(
            sequence=row.sequence or 0,
            code=row.payload["code"],
            name=row.payload["name"],
            change=row.topic.removeprefix("unit."),
            former_code=row.payload["formerCode"],
            parent_code=row.payload["parentCode"],
            successors=list(row.payload["successors"]),
            effective_on=date.fromisoformat(row.payload["effectiveOn"]),
            recorded_at=row.created_at,
        )
