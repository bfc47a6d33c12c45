"""A document of which a plan reads a part: the resolvers answer what is left, at the same moment."""

import pytest

from api.execution import PlanUse
from schema.plans.selections import FellBack, Selected
from schema.plans.splitting import Rest
from tests.builders.stage import Stage
from tests.plans.both import OFFICIAL

ROOTS = "{ tenant { name today } viewer { unread official { displayName } } calendar(year: 2022, month: 11) { day } }"
BELOW = """
query($code: String!) {
  first: unit(code: $code) { code ...Standing parent { name figures { numerator } } children(first: 2) {
    edges { cursor node { name standing { titled } kind { name } } } } }
  __typename
}
fragment Standing on Unit { at: standing { asOf titled } name kind { id name } }"""
NODE = "query($id: ID!) { node(id: $id) { __typename id ... on Unit { standing { titled } code name } } }"
REFUSED = '{ tenant { name today timeZone } viewer { unread } keyAreas(after: "none") { totalCount } }'


@pytest.mark.parametrize(
    ("document", "given"),
    [(ROOTS, {}), (BELOW, {"code": "B1"}), (NODE, {"id": "B1"})],
    ids=["roots", "below", "node"],
)
async def test_both_parts_are_one_answer(stage: Stage, document: str, given: dict[str, str]) -> None:
    """Keys keep their order, aliases and fragments their meaning."""
    variables = given | ({"id": stage.ids[given["id"]]} if "id" in given else {})
    planned, resolved = await OFFICIAL.ask(stage.callers["street"], document, **variables)
    assert (planned.plan, planned.encoded) == (PlanUse.PARTLY, resolved.encoded)
    assert "errors" not in planned.decoded


async def test_what_is_refused_is_refused_as_a_whole(stage: Stage) -> None:
    """Errors have their order, paths and codes from the resolvers alone."""
    planned, resolved = await OFFICIAL.ask(stage.callers["street"], REFUSED)
    assert planned.plan is PlanUse.INELIGIBLE
    assert planned.decoded["errors"][0]["path"] == resolved.decoded["errors"][0]["path"] == ["keyAreas"]


async def test_a_document_nothing_of_which_is_read_is_not_split(stage: Stage) -> None:
    planned, _ = await OFFICIAL.ask(stage.callers["street"], "{ calendar(year: 2022, month: 11) { day } }")
    assert planned.plan is PlanUse.INELIGIBLE


@pytest.mark.parametrize(("planned", "resolved"), [([{}], []), (None, {"x": 1}), ({"x": 1}, None)])
def test_rows_that_lie_differently_are_noticed(planned: object, resolved: object) -> None:
    rest = Rest("Unit", {"x": Selected("x", ())})
    with pytest.raises(FellBack):
        rest.merge(planned, resolved)


def test_what_is_left_is_put_in_its_place() -> None:
    rest = Rest("Query")
    rest.under(Selected("units", ()), "Unit").left["x"] = Selected("x", ())
    planned = {"units": [{"x": None, "code": "A"}, {"x": None, "code": "B"}]}
    rest.merge(planned, {"units": [{"x": 1}, {"x": 2}]})
    assert [list(each.items()) for each in planned["units"]] == [
        [("x", 1), ("code", "A")],
        [("x", 2), ("code", "B")],
    ]
