"""How a unit stands and stood, in the API: on any day, as known at any moment, and from when it may be named again."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import strawberry

from authz.actions import Action
from schema.designations.graphql import Designation, DesignationGround, DesignationStatus
from schema.designations.operations import standing_on
from schema.designations.rules import public_text
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode
from schema.unit_standings.loading import borne_names
from schema.unit_standings.rules import Moment, Period, ledger_of, moment_of, periods_of
from schema.units.graphql import Unit

ALL_THAT_IS_RECORDED = datetime.max.replace(tzinfo=UTC)
"""Not the instant it is asked: by a clock that is slow, what is recorded would become known without a write."""


@strawberry.type
class UnitPeriod:
    """Days on which a unit stood alike, up to the next period."""

    from_on: date = strawberry.field(description="The first of them.")
    titled: bool = strawberry.field(description="Whether its name was in force.")
    standing: DesignationStatus | None = strawberry.field(description="How its name stood; null without one.")
    number: str | None = strawberry.field(description="The number of the name.")
    cause: str | None = strawberry.field(description="Stable code of the cause.")
    cause_text: str | None = strawberry.field(description="The cause in zh-CN; holds no personal data.")
    clause: str | None = strawberry.field(description="The guideline's clause.")

    @classmethod
    def of(cls, period: Period) -> "UnitPeriod":
        """Render a period."""
        moment = period.moment
        return cls(
            from_on=period.from_on,
            titled=moment.titled,
            standing=_status(moment),
            number=moment.number,
            cause=moment.cause.value if moment.cause else None,
            cause_text=public_text(moment.cause) if moment.cause else None,
            clause=moment.clause,
        )


@strawberry.type
class UnitStanding:
    """How a unit stood on a day (`asOf`), as it was known at a moment (`knownAt`)."""

    unit_uuid: strawberry.Private[UUID]
    moment: strawberry.Private[Moment]
    in_past: strawberry.Private[bool]
    as_of: date = strawberry.field(description="The local day asked for.")
    known_at: datetime = strawberry.field(description="The moment of knowledge; now unless told.")
    titled: bool = strawberry.field(description="Whether its name was in force.")
    standing: DesignationStatus | None = strawberry.field(description="How its name stood; null without one.")
    number: str | None = strawberry.field(description="The number of the name borne then.")
    title: str | None = strawberry.field(description="The title, e.g. 无疫楼栋.")
    cause: str | None = strawberry.field(
        description="Stable code of why it stood so, e.g. `CASE_REPORTED`; of several grounds the first of `grounds`."
    )
    cause_text: str | None = strawberry.field(description="The cause in zh-CN; holds no personal data.")
    clause: str | None = strawberry.field(description="The guideline's clause, e.g. `B-a`.")
    history: list[UnitPeriod] = strawberry.field(
        description="How it stood up to that day, as known at that moment, oldest first."
    )


@edge(Unit)
async def standing(unit: strawberry.Parent[Unit], info: Info) -> UnitStanding | None:
    """How it stands, or stood at the times `unit` was asked for; null outside the viewer's area."""
    if not info.context.may(Action.UNIT_READ, unit.path):
        return None
    context = info.context.operations
    now = context.clock()
    known_at = unit.known_at or now
    as_of = unit.as_of or known_at.astimezone(ZoneInfo(context.tenant.time_zone)).date()
    if known_at > now or as_of > context.today():
        field = "knownAt" if known_at > now else "asOf"
        raise DomainError(ErrorCode.TIME_IN_FUTURE, "只能查询现在或过去的状态。", field=(field,))
    names = await info.context.load(borne_names, unit.uuid) or ()
    moment = moment_of(names, as_of, known_at)
    return UnitStanding(
        unit_uuid=unit.uuid,
        moment=moment,
        in_past=unit.known_at is not None or as_of < context.today(),
        as_of=as_of,
        known_at=known_at,
        titled=moment.titled,
        standing=_status(moment),
        number=moment.number,
        title=moment.title,
        cause=moment.cause.value if moment.cause else None,
        cause_text=public_text(moment.cause) if moment.cause else None,
        clause=moment.clause,
        history=[UnitPeriod.of(period) for period in periods_of(names, as_of, known_at)],
    )


@edge(Designation)
async def grounds(name: strawberry.Parent[Designation], info: Info) -> list[DesignationGround]:
    """What the name is warned or suspended for now, one for each cause and clause that holds; else empty.

    The first is told wherever one is: the strongest; of equals what is so in the unit itself before what was lost
    below, then what began first, then by clause and cause.
    """
    today = info.context.operations.today()
    if not standing_on(name.row, today).held:
        return []
    names = await info.context.load(borne_names, name.unit_uuid) or ()
    return [
        DesignationGround.of(ground)
        for borne in names
        if borne.number == name.number and borne.changes
        for ground in ledger_of(borne, today, ALL_THAT_IS_RECORDED).grounds
    ]


def _status(moment: Moment) -> DesignationStatus | None:
    return DesignationStatus(moment.standing.value) if moment.standing is not None else None
