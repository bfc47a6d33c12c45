"""What-if: the same facts and the same evaluator for all units at once, and nothing written."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.criteria.loading import load_census, load_facts
from schema.guidelines.repository.templates import load_template
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage
from tests.clients import ask, refused_with
from tests.criteria.test_one_loader import differing

TEXT = load_template("wenlong").text
GUIDELINE = """query ($source: String!, $outcome: SimulatedOutcome, $first: Int, $after: String) {
  simulateGuideline(source: $source) {
    passing failing gaining losing errors { code }
    units(outcome: $outcome, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { code titled outcome failing } }
    }
  }
}"""
EVENT = """query ($unit: ID!, $event: SimulatedEventInput!) {
  simulateEvent(unit: $unit, event: $event) {
    passing failing gaining losing errors { code field }
    units(first: 100) { edges { node { code outcome failing nameChange clause } } }
  }
}"""


async def simulate(stage: Stage, document: str, who: str = "commission", **variables: Any) -> dict[str, Any]:
    result = await ask(stage.callers[who], document, **variables)
    assert refused_with(result) == []
    assert result.data is not None
    (found,) = result.data.values()
    return dict(found)


def nodes(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in found["units"]["edges"]]


async def test_the_census_knows_of_each_unit_what_it_would_be_judged_by(stage: Stage) -> None:
    """Set-based facts equal those of one unit, for every unit of the stage."""
    context = stage.callers["commission"]
    async with context.read() as session:
        census = await load_census(session, context.today())
        assert len(census) > 10
        for counted in census:
            unit = await stage.district.unit(counted.code)
            alone = await load_facts(session, unit, context.today())
            assert differing(counted.facts, alone) == [], counted.code


async def test_a_looser_petition_lets_a_unit_gain_and_nothing_is_written(
    stage: Stage, owner: AsyncEngine
) -> None:
    before = await read_ledger(owner, stage.district.tenant.id)
    same = await simulate(stage, GUIDELINE, source=TEXT, first=100)
    assert same["errors"] == []
    strict = await simulate(stage, GUIDELINE, source=TEXT.replace("minimum_sample: 30", "minimum_sample: 31"))
    assert strict["losing"] == same["losing"]
    assert same["passing"] + same["failing"] + same["gaining"] + same["losing"] == len(nodes(same))
    assert not changed(before, await read_ledger(owner, stage.district.tenant.id))


async def test_pages_hold_every_unit_once(stage: Stage) -> None:
    first = await simulate(stage, GUIDELINE, source=TEXT, first=100)
    codes, after = [], None
    while True:
        page = await simulate(stage, GUIDELINE, source=TEXT, first=3, after=after)
        codes += [node["code"] for node in nodes(page)]
        after = page["units"]["pageInfo"]["endCursor"]
        if not page["units"]["pageInfo"]["hasNextPage"]:
            break
    assert codes == [node["code"] for node in nodes(first)]
    assert len(codes) == first["units"]["totalCount"]


async def test_a_broken_text_is_explained(stage: Stage) -> None:
    found = await simulate(stage, GUIDELINE, source=TEXT.replace("days: 8, basis", "days: 0, basis"))
    assert [error["code"] for error in found["errors"]] == ["GUIDELINE_INVALID"]
    assert nodes(found) == []


async def test_a_case_would_break_its_window_and_take_the_name(stage: Stage, owner: AsyncEngine) -> None:
    """B-a: the unit and those above break the window; the name that is held would be revoked."""
    before = await read_ledger(owner, stage.district.tenant.id)
    event = {"kind": "CASE", "occurredOn": "2022-11-19"}
    found = {
        node["code"]: node for node in nodes(await simulate(stage, EVENT, unit=stage.ids["B1"], event=event))
    }
    assert "B-a" in found["B1"]["failing"]
    assert (found["B1"]["nameChange"], found["B1"]["clause"]) == ("revoke", "B-a")
    assert {"B1", "C1"} <= set(found)
    assert "B9" not in found
    assert not changed(before, await read_ledger(owner, stage.district.tenant.id))


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"kind": "CASE", "occurredOn": "2022-12-24"}, "EVENT_IN_FUTURE"),
        ({"kind": "CASE", "occurredOn": "2022-11-19", "riskLevel": "high"}, "INVALID_INPUT"),
    ],
)
async def test_an_impossible_event_is_refused(stage: Stage, event: dict[str, str], code: str) -> None:
    found = await simulate(stage, EVENT, unit=stage.ids["B1"], event=event)
    assert code in [error["code"] for error in found["errors"]]


async def test_a_unit_out_of_sight_is_unknown(stage: Stage) -> None:
    """The street's bystander sees neither the unit nor what would become of it."""
    event = {"kind": "CASE", "occurredOn": "2022-11-19"}
    found = await simulate(stage, EVENT, "bystander", unit=stage.ids["B1"], event=event)
    assert [error["code"] for error in found["errors"]] == ["NOT_FOUND"]
    assert nodes(found) == []
