"""From when a unit may bear a name again, in the API: the same answer for officials and for the public."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime

import strawberry

from authz.actions import Action
from schema.designations import repository as designations
from schema.designations.operations import standing_on
from schema.designations.rules import EVALUATION, Standing
from schema.designations.tables import Designation
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.unit_eligibilities.loading import returns_of_lost
from schema.unit_eligibilities.rules import Return, return_of_suspended
from schema.unit_standings.loading import borne_names
from schema.unit_standings.rules import moment_of
from schema.units.graphql import Unit

_ALL_THAT_IS_RECORDED = datetime.max.replace(tzinfo=UTC)
"""Not the instant it is asked: by a clock that is slow, what is recorded would become known without a write."""


@strawberry.type
class EligibilityCondition:
    """One thing that has to be over first."""

    clause: str | None = strawberry.field(description="The clause; null: the delay before applying again.")
    text: str = strawberry.field(description="What it is, in zh-CN; holds no personal data.")
    from_on: date | None = strawberry.field(
        name="from", description="First local day it is over if nothing else happens; null: not known yet."
    )


@strawberry.type
class Eligibility:
    """From when a unit without a name in force may bear one again, as far as is known now."""

    from_on: date | None = strawberry.field(
        name="from",
        description="The earliest local day a suspended name is back, or a lost one given anew; null: not known.",
    )
    conditions: list[EligibilityCondition] = strawberry.field(
        description="What it hangs on, clause by clause; empty where nothing that happened stands in the way."
    )

    @classmethod
    def of(cls, found: Return, *, told: bool = True) -> "Eligibility":
        """Render it; unless `told`, without what it hangs on."""
        parts = [
            EligibilityCondition(clause=each.clause, text=each.text, from_on=each.from_on)
            for each in (found.hindrances if told else ())
        ]
        return cls(from_on=found.on, conditions=parts)


async def eligibility_of(info: Info, unit_id: uuid.UUID, latest: Designation | None) -> Return | None:
    """Tell from when a unit may bear a name again whose `latest` name is not in force; None of all others."""
    today = info.context.operations.today()
    if latest is None or latest.origin == "derived" or standing_on(latest, today).in_force:
        return None
    if standing_on(latest, today) is Standing.SUSPENDED:
        names = await info.context.load(borne_names, unit_id) or ()
        moment = moment_of(names, today, _ALL_THAT_IS_RECORDED)
        by_itself = latest.suspended_for == [EVALUATION]
        return return_of_suspended(moment.clause, moment.eligible_from if by_itself else None)
    return await info.context.load(returns_of_lost, (unit_id, today))


def _latest(names: Sequence[Designation] | None) -> Designation | None:
    return names[0] if names else None


@edge(Unit)
async def eligibility(unit: strawberry.Parent[Unit], info: Info) -> Eligibility | None:
    """From when it may bear its name again; null while one is in force, before the first, and outside the area."""
    if not info.context.may(Action.UNIT_READ, unit.path):
        return None
    names = await info.context.load(designations.of_unit, unit.uuid)
    found = await eligibility_of(info, unit.uuid, _latest(names))
    return Eligibility.of(found) if found else None
