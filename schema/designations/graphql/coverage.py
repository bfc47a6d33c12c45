"""Coverage in the API: how many units bear a title, against the guideline's target (T-P10)."""

from datetime import date
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.designations.repository import tallies
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.graphql import current_of
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


@strawberry.type
class CoverageQuery:
    """The coverage figure."""

    @strawberry.field
    async def coverage(
        self,
        info: Info,
        kind: Annotated[
            str | None, strawberry.argument(description="One kind of units; the target's kinds unless told.")
        ] = None,
        as_of: Annotated[
            date | None,
            strawberry.argument(description="A local day, today unless told; none in the future."),
        ] = None,
    ) -> TitleCoverage:
        """Titled and total units of the viewer's area on a day, with the guideline's target (T-P10)."""
        scopes = info.context.scopes(Action.UNIT_READ)
        today = info.context.operations.today()
        on = as_of or today
        if on > today:
            raise DomainError(ErrorCode.INVALID_INPUT, "日期不得晚于今天。", field=("asOf",))
        guideline = (await current_of(info.context)).guideline
        kinds = _kinds(guideline, kind)
        async with info.context.read() as session:
            if on == today:
                counted = await tallies.coverage_now(session, scopes, kinds)
                total, titled = counted.total, counted.held
            else:
                total = await tallies.count_units_of(session, scopes, kinds)
                titled = await tallies.count_titled_on(session, scopes, kinds, on)
        target = guideline.coverage_target
        aimed = target if target is not None and set(kinds) <= set(target.unit_kinds) else None
        return TitleCoverage(
            as_of=on,
            kinds=list(kinds),
            titled=titled,
            total=total,
            percent=titled * 100 // total if total else 0,
            target_percent=aimed.percent if aimed else None,
            target_by=aimed.by if aimed else None,
            reached=total > 0 and titled * 100 >= aimed.percent * total if aimed else None,
        )


def _kinds(guideline: Guideline, kind: str | None) -> tuple[str, ...]:
    """Tell which kinds to count: one that bears a title, else the target's, else all that bear one."""
    titled = titled_kinds(guideline)
    if kind is None:
        return guideline.coverage_target.unit_kinds if guideline.coverage_target is not None else titled
    if kind not in titled:
        raise DomainError(ErrorCode.UNKNOWN_KIND, f"{kind[:40]} 没有称号，无从统计。", field=("kind",))
    return (kind,)
