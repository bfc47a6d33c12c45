"""From when a unit may bear a name again, in the API: the same answer for officials and for the public."""

import uuid
from collections.abc import Sequence
from datetime import date

import strawberry

from authz.actions import Action
from schema.designations import repository as designations
from schema.designations.operations import standing_on
from schema.designations.rules import Standing, reapplication_opens
from schema.designations.tables import Designation
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.guidelines.repository import find_current_edition
from schema.unit_eligibilities.loading import returns_of_lost
from schema.unit_eligibilities.rules import Return, return_of_suspended, was_to_return
from schema.unit_standings.graphql import ALL_THAT_IS_RECORDED, UnitStanding
from schema.unit_standings.loading import borne_names
from schema.unit_standings.rules import moment_of
from schema.units.graphql import Unit


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
        return return_of_suspended(moment_of(names, today, ALL_THAT_IS_RECORDED).grounds, today)
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


@edge(UnitStanding)
async def eligible_from(standing: strawberry.Parent[UnitStanding], info: Info) -> date | None:
    """First day on which nothing then known stands in the way any more, the delay before applying again included.

    A suspended name comes back by itself on it, a lost one may be given anew: of today it is `eligibility.from`. Null
    while something goes on that has no known end, and while a name is in force or there never was one.
    """
    context, moment = info.context.operations, standing.moment
    if not standing.in_past:
        names = await info.context.load(designations.of_unit, standing.unit_uuid)
        found = await eligibility_of(info, standing.unit_uuid, _latest(names))
        return found.on if found else None
    async with info.context.read() as session:
        edition = await find_current_edition(session, context.today())
    opens_on = reapplication_opens(edition.guideline, moment.revoked_on) if edition else None
    return was_to_return(moment.standing, moment.grounds, opens_on)
