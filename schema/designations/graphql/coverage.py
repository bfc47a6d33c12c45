"""Coverage in the API: how many units bear a title, against the guideline's target (T-P10)."""

from datetime import date

import strawberry

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules import titled_kinds
from schema.guidelines.rules.format import Guideline


@strawberry.type
class TitleCoverage:
    """How many of the units of some kinds bear a title; a figure, never a criterion."""

    as_of: date = strawberry.field(description="The local day it counts, to its end.")
    kinds: list[str] = strawberry.field(description="The kinds counted.")
    titled: int = strawberry.field(description="Units that bear a title, suspended ones too.")
    total: int = strawberry.field(description="Units there are now.")
    percent: int = strawberry.field(description="Titled of total, rounded down; 0 when there are none.")
    target_percent: int | None = strawberry.field(
        description="The guideline's target; null if it has none for a kind."
    )
    target_by: date | None = strawberry.field(description="Local day by which it is to be reached.")
    reached: bool | None = strawberry.field(description="Whether the target is reached; null without one.")


def counted_kinds(guideline: Guideline, kind: str | None) -> tuple[str, ...]:
    """Tell which kinds to count: one that bears a title, else the target's, else all that bear one."""
    titled = titled_kinds(guideline)
    if kind is None:
        return guideline.coverage_target.unit_kinds if guideline.coverage_target is not None else titled
    if kind not in titled:
        named = next((each.name for each in guideline.unit_kinds if each.id == kind), kind[:40])
        raise DomainError(ErrorCode.UNKNOWN_KIND, f"{named} 没有称号，无从统计。", field=("kind",))
    return (kind,)
