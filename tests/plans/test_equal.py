"""A plan answers with the bytes of the resolvers."""

import pytest

from tests.builders.stage import Stage
from tests.plans.both import OFFICIAL, PUBLIC

STATUS = """
query($code: String!) { unitStatus(code: $code) {
  code name kind kindName parentCode titled warned suspended title number since endedOn validUntil closedOn asOf
  reason { code text clause effectiveOn } ancestors successors
  history { change number reason { code text clause effectiveOn } } coverage { counted titled }
} }"""
UNITS = """
{ units(first: 50) { edges { cursor node { id code name designation { id number title status namedOn } } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }"""
PLAIN = "{ units(first: 100) { edges { node { id code name path openedOn closedOn revision kind { id name } } } } }"


def codes(stage: Stage) -> list[str]:
    return sorted(name for name, value in stage.ids.items() if value.startswith("VW5pd"))


async def test_the_status_of_every_unit(stage: Stage) -> None:
    told = [
        (await PUBLIC.same(stage.callers["anonymous"], STATUS, code=code))["unitStatus"]
        for code in codes(stage)
    ]
    found = [each for each in told if each]
    assert any(each["reason"] for each in found)
    assert {each["titled"] for each in found} == {True, False}


@pytest.mark.parametrize("document", [UNITS, PLAIN])
async def test_lists_of_units(stage: Stage, document: str) -> None:
    data = await OFFICIAL.same(stage.callers["administrator"], document)
    assert len(data["units"]["edges"]) > 5
