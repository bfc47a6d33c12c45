"""A plan answers with the bytes of the resolvers."""

import pytest

from schema.frame.identifiers import split_id
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


NODES = {
    "Application": "status unit { code } applicant { displayName username disabled } reviews { decision }",
    "Designation": "number status unit { code } changes { cause causeText actor { displayName } }",
    "Official": "displayName username disabled",
    "Review": "decision opinion decidedAt reviewer { displayName }",
    "Unit": "code kind { id title parents } parent { code } openApplication { status } logs { note performedOn }",
    "UnitLog": "kind performedOn note peopleDue peopleTested",
}


@pytest.mark.parametrize("typename", NODES)
@pytest.mark.parametrize("written", [True, False], ids=["literal", "variable"])
async def test_nodes(stage: Stage, typename: str, written: bool) -> None:
    """An object by its global id, for those who see it and those who do not; another type is another plan."""
    keys = [key for key, value in stage.ids.items() if split_id(value)[0] == typename]
    selection = f"{{ __typename id ... on {typename} {{ {NODES[typename]} }} ... on Unit {{ path }} }}"
    found = []
    for who in ("administrator", "street", "bystander", "outsider"):
        for global_id in (*(stage.ids[key] for key in keys[:3]), stage.ids["B1"], stage.ids["Designation"]):
            if written:
                document, given = f'{{ node(id: "{global_id}") {selection} }}', {}
            else:
                document, given = f"query($id: ID!) {{ node(id: $id) {selection} }}", {"id": global_id}
            found.append(await OFFICIAL.same(stage.callers[who], document, **given))
    shown = [each["node"]["__typename"] for each in found if each["node"]]
    assert typename in shown
    assert any(each["node"] is None for each in found)
