"""The length a window has on the day asked about tells when a lost name may be given anew (B-a, open question 1)."""

from datetime import date, timedelta
from typing import Any

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.criteria.rules import obstacles
from schema.criteria.rules.facts import EventFact, UnitFacts
from schema.guidelines.rules import check
from schema.guidelines.rules.format import Guideline
from tenants.database import Database
from tests.builders.district import NOON, District
from tests.builders.events import report
from tests.builders.schemes import rewritten
from tests.consequences.titled import make_compound
from tests.plans.both import OFFICIAL, PUBLIC

DAY = date(2022, 11, 20)
"""The day of the case; the template's window is of eight days."""
TAIL = "naming: {prefix:"
SHORTER, LONGER = (4, 3), (6, 12)
"""So many days after the case the window is of so many days."""
ELIGIBILITY = "eligibility { from conditions { clause text from } }"
OFFICIAL_DOCUMENT = f"query($code: String!) {{ unit(code: $code) {{ {ELIGIBILITY} }} }}"
PUBLIC_DOCUMENT = f"query($code: String!) {{ unitStatus(code: $code) {{ titled {ELIGIBILITY} }} }}"
STANDING = """query($code: String!, $asOf: Date) {
  unit(code: $code, asOf: $asOf) { standing { asOf titled eligibleFrom } } }"""


def dated(after: int, days: int) -> str:
    """Write the template with a window for cases that has another length so many days after the case."""
    since = DAY + timedelta(days=after)
    entry = f'{{since: {since}, path: "criteria[B-a].check.days", value: {days}}}'
    return rewritten(((TAIL, f"dated_values:\n  - {entry}\n{TAIL}"),))


def parsed(source: str) -> Guideline:
    guideline = check(source).guideline
    assert guideline is not None, check(source).errors
    return guideline


@pytest.mark.parametrize(
    ("change", "gone", "until"),
    [
        (SHORTER, 0, 4),
        (SHORTER, 3, 4),
        (SHORTER, 4, None),
        (LONGER, 0, 12),
        (LONGER, 5, 12),
        (LONGER, 6, 12),
        (LONGER, 8, 12),
        (LONGER, 12, None),
    ],
)
def test_b_a_an_obstacle_ends_with_the_window_of_its_day(
    change: tuple[int, int], gone: int, until: int | None
) -> None:
    facts = UnitFacts(DAY + timedelta(days=gone), "building", events=(EventFact("case", DAY, DAY),))
    found = {each.clause: each.until for each in obstacles(parsed(dated(*change)), facts)}
    assert found == ({} if until is None else {"B-a": DAY + timedelta(days=until)})


async def look(who: OperationContext, code: str) -> Any:
    """Ask officials' and the public's side, both ways; they agree."""
    told = (await OFFICIAL.same(who, OFFICIAL_DOCUMENT, code=code))["unit"]["eligibility"]
    public = (await PUBLIC.same(who, PUBLIC_DOCUMENT, code=code))["unitStatus"]
    assert public == {"titled": False, "eligibility": told}
    return told


async def was(who: OperationContext, code: str, on: date) -> str | None:
    result = await OFFICIAL.ask(who, STANDING, code=code, asOf=str(on))
    assert result[0].encoded == result[1].encoded
    found: str | None = result[0].decoded["data"]["unit"]["standing"]["eligibleFrom"]
    return found


@pytest.fixture(params=[SHORTER, LONGER], ids=["shorter", "longer"])
async def fallen(request: pytest.FixtureRequest, database: Database) -> tuple[District, int, int]:
    """Give a district in which a case took the name of B1, when the window changes, and when it is over."""
    after, days = request.param
    district = await make_compound(database, dated(after, days))
    assert district.clock().date() == NOON.date() == DAY
    street = await district.official(Role.STREET, "S1")
    await report(street, (await district.unit("B1")).id, "case")
    return district, after, max(after, days)


async def test_b_a_a_lost_name_may_be_given_anew_by_the_window_of_each_day(
    fallen: tuple[District, int, int],
) -> None:
    """Before the day the length changes, on it, after it, on the last day and once it is over; in the past as then."""
    district, after, over = fallen
    street = await district.official(Role.STREET, "S1")
    opens = str(DAY + timedelta(days=over))
    for day in sorted({0, after - 1, after, over - 1}):
        district.clock.now = NOON + timedelta(days=day)
        if day < over:
            told = await look(street, "B1")
            assert (told["from"], [each["clause"] for each in told["conditions"]]) == (opens, ["B-a"]), day
            assert told["conditions"][0]["from"] == opens
            assert opens in told["conditions"][0]["text"]
    for day in (over, over + 1):
        district.clock.now = NOON + timedelta(days=day)
        assert await look(street, "B1") == {"from": str(DAY + timedelta(days=day)), "conditions": []}
    for day in (0, after - 1, after, over):
        assert await was(street, "B1", DAY + timedelta(days=day)) == opens, day
