"""Benefits that hang on the name of a unit above: the enterprise over a dormitory."""

from datetime import date, timedelta

import pytest

from schema.designations.rules import Bearing, BenefitState, NameAbove, Standing, entitlements
from schema.guidelines.rules import check
from tenants.database import Database
from tests.builders.looks import standing_of
from tests.clients import ask
from tests.designations.over_time import SCHEME, make_place
from tests.supervision.test_sweeping import COMPOUNDS, sweep

DAY = date(2022, 11, 20)
BENEFITS = """benefits:
  - {id: shuttle, name: 点对点通勤, unit_kinds: [community], above: {unit_kinds: [street], days_held: 5}}
"""
HELD = Bearing(Standing.ACTIVE, DAY)


@pytest.mark.parametrize(
    ("above", "days", "state", "since"),
    [
        ((), 9, BenefitState.WAITING, 0),
        ((NameAbove("street"),), 9, BenefitState.WAITING, 0),
        ((NameAbove("street", DAY),), 4, BenefitState.AHEAD, 5),
        ((NameAbove("street", DAY),), 5, BenefitState.RUNNING, 5),
        ((NameAbove("street", DAY - timedelta(days=9)),), 0, BenefitState.RUNNING, 0),
        ((NameAbove("district", DAY), NameAbove("street")), 9, BenefitState.WAITING, 0),
        ((NameAbove("street"), NameAbove("street", DAY)), 9, BenefitState.WAITING, 0),
    ],
)
def test_it_runs_while_the_nearest_above_bears_its_name_so_many_days(
    above: tuple[NameAbove, ...], days: int, state: BenefitState, since: int
) -> None:
    guideline = check(COMPOUNDS.replace("RULE", "none") + BENEFITS).guideline
    assert guideline is not None
    (found,) = entitlements(guideline, "community", HELD, DAY + timedelta(days=days), above)
    assert (found.state, found.since) == (state, DAY + timedelta(days=since))


async def test_a_street_that_bears_its_derived_title_lets_the_benefit_run(database: Database) -> None:
    """Both communities named, the street has its title; suspended, the benefit waits."""
    scheme = SCHEME.replace("benefits:\n", BENEFITS.replace(", days_held: 5", ""), 1)
    place = await make_place(database, scheme)
    asked = "query($code: String!) { unit(code: $code) { designation { benefits { code status } } } }"

    async def shuttle() -> str:
        result = await ask(place.headquarters, asked, code="C1")
        assert result.data is not None, result.errors
        return {one["code"]: one["status"] for one in result.data["unit"]["designation"]["benefits"]}[
            "shuttle"
        ]

    await place.name("C1")
    assert await standing_of(place.district, "S1") is None
    assert await shuttle() == "WAITING"
    await place.name("C2")
    assert await standing_of(place.district, "S1") == "active"
    assert await shuttle() == "RUNNING"
    await place.district.import_units(("C7", "七社区", "community", "S1"))
    await sweep(place.district)
    assert await standing_of(place.district, "S1") == "suspended"
    assert await shuttle() == "WAITING"
