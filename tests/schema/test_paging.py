"""Lists of every kind: pages add up, bounds hold for every mix of arguments, cursors are of this list alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type
from strawberry import Schema

from schema.frame.identifiers import encode_id
from schema.frame.pagination import Cursors
from schema.root import official_schema, public_schema
from tenants.base import new_id
from tests.builders.stage import Stage
from tests.clients import CURSORS, ask, refused_with

PAGING = "first: $first, after: $after, last: $last, before: $before"
VARIABLES = "$first: Int, $after: String, $last: Int, $before: String"
ROWS = "{ totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { %s } } }"


@dataclass(frozen=True)
class Listing:
    """A connection field: the document around it, who asks, and what tells its rows apart."""

    name: str
    who: str
    around: Callable[[Stage], str]
    row: str = "id"
    schema: Schema = official_schema
    town: bool = False

    def document(self, stage: Stage) -> str:
        return f"query({VARIABLES}) {self.around(stage)}".replace("ROWS", ROWS % self.row)

    async def page(self, stage: Stage, **arguments: Any) -> dict[str, Any]:
        """Ask for a page; it has to be given."""
        result = await ask(stage.callers[self.who], self.document(stage), schema=self.schema, **arguments)
        assert refused_with(result) == []
        return _innermost(result.data)

    async def refused(self, stage: Stage, **arguments: Any) -> list[tuple[str, str]]:
        """Ask for a page; tell what it is refused with."""
        result = await ask(stage.callers[self.who], self.document(stage), schema=self.schema, **arguments)
        codes = refused_with(result)
        return [
            (code, ".".join(getattr(error.original_error, "field", ())))
            for code, error in zip(codes, result.errors or (), strict=True)
        ]


def _innermost(data: Any) -> dict[str, Any]:
    while "edges" not in data:
        (data,) = data.values()
    found: dict[str, Any] = data
    return found


def root(name: str, who: str, arguments: str = "", **more: Any) -> Listing:
    return Listing(name, who, lambda stage: f"{{ {name}({PAGING} {_ids(stage, arguments)}) ROWS }}", **more)


def inside(name: str, outer: str, who: str, arguments: str) -> Listing:
    return Listing(
        name, who, lambda stage: f"{{ {outer}({_ids(stage, arguments)}) {{ {name}({PAGING}) ROWS }} }}"
    )


def _ids(stage: Stage, arguments: str) -> str:
    return arguments.format_map(stage.ids)


LISTINGS = (
    root("applications", "commission"),
    root("worklist", "community", "tab: AREA"),
    root("vacancyClaims", "community"),
    root("designations", "headquarters"),
    root("healthEvents", "commission", 'unit: "{S1}"'),
    root("officials", "administrator"),
    root("delegations", "administrator"),
    root("batches", "commission", town=True),
    root("jobs", "headquarters"),
    root("keyAreas", "street"),
    root("notifications", "street"),
    root("simulations", "headquarters"),
    Listing(
        "changes",
        "commission",
        lambda stage: f'{{ simulation(id: "{stage.ids["SimulationRun"]}") {{ changes({PAGING}) ROWS }} }}',
        row="code",
    ),
    Listing(
        "consequences",
        "commission",
        lambda stage: (
            f'{{ node(id: "{stage.ids["fatal event"]}") {{ ... on HealthEvent {{ consequences({PAGING}) ROWS }} }} }}'
        ),
        row="change { at } designation { id }",
    ),
    root("supervisionFindings", "street"),
    root("appeals", "commission"),
    root("units", "headquarters"),
    inside("children", "unit", "administrator", 'id: "{C1}"'),
    inside("households", "unit", "community", 'id: "{C1}"'),
    Listing(
        "entries",
        "applicant",
        lambda stage: (
            f'{{ node(id: "{stage.ids["claimed petition"]}") {{ ... on Petition {{ entries({PAGING}) ROWS }} }} }}'
        ),
    ),
    root("titledUnits", "anonymous", schema=public_schema, row="code"),
    root("publicNotices", "anonymous", schema=public_schema, row="code"),
    root("publishedLists", "anonymous", schema=public_schema, row="title"),
    root("statusChanges", "anonymous", schema=public_schema, row="sequence"),
)
ELSEWHERE = {
    "unitChanges": "one building of the stage was split; tests/unit_changes/test_feed.py",
    "unattendedSteps": "each step of the stage has somebody; tests/official_changes/test_graphql.py",
}

each_list = pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)


@pytest.fixture
def place(listing: Listing, stage: Stage, town_stage: Stage) -> Stage:
    """Give the district whose list it is: only a town works by batch."""
    return town_stage if listing.town else stage


def test_every_connection_is_listed() -> None:
    found = set()
    for schema in (official_schema, public_schema):
        for one in schema._schema.type_map.values():
            for name, field in one.fields.items() if isinstance(one, GraphQLObjectType) else ():
                if get_named_type(field.type).name.endswith("Connection"):
                    found.add(name)
    assert found == {*(listing.name for listing in LISTINGS), *ELSEWHERE}


@each_list
@pytest.mark.parametrize("size", [1, 3])
async def test_pages_add_up_both_ways(place: Stage, listing: Listing, size: int) -> None:
    whole = [edge["node"] for edge in (await listing.page(place, first=100))["edges"]]
    assert whole
    forward: list[Any] = []
    after = None
    while True:
        page = await listing.page(place, first=size, after=after)
        assert page["totalCount"] == len(whole)
        assert page["pageInfo"]["hasPreviousPage"] == bool(forward)
        forward += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert forward == whole
    backward: list[Any] = []
    before = None
    while True:
        page = await listing.page(place, last=size, before=before)
        assert page["pageInfo"]["hasNextPage"] == bool(backward)
        backward = [edge["node"] for edge in page["edges"]] + backward
        before = page["pageInfo"]["startCursor"]
        if not page["pageInfo"]["hasPreviousPage"]:
            break
    assert backward == whole


@each_list
async def test_no_mix_of_arguments_gives_more_than_a_page(place: Stage, listing: Listing) -> None:
    """`before` alone, both cursors, nothing at all: twenty rows unless told, a hundred at most."""
    ends = (await listing.page(place, first=100))["pageInfo"]
    start, end = ends["startCursor"], ends["endCursor"]
    mixes = (
        {},
        {"before": end},
        {"after": start},
        {"after": start, "before": end},
        {"last": 2, "after": start},
    )
    for mix in mixes:
        assert len((await listing.page(place, **mix))["edges"]) <= 20
    assert (await listing.page(place, first=0))["edges"] == []
    assert (await listing.page(place, last=0))["edges"] == []
    assert (await listing.page(place, after=end))["edges"] == []
    assert (await listing.page(place, before=start))["edges"] == []


@each_list
@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"first": 101}, "first"),
        ({"last": 101}, "last"),
        ({"first": -1}, "first"),
        ({"last": -1}, "last"),
        ({"first": 2_147_483_647}, "first"),
        ({"first": 1, "last": 1}, "last"),
        ({"first": 0, "last": 0}, "last"),
        ({"after": "garbage"}, "after"),
        ({"before": ""}, "before"),
        ({"after": "MQ=="}, "after"),
        ({"after": "\0"}, "after"),
        ({"before": "☃"}, "before"),
    ],
)
async def test_bad_paging_is_refused(
    place: Stage, listing: Listing, arguments: dict[str, Any], field: str
) -> None:
    assert await listing.refused(place, **arguments) == [("INVALID_INPUT", field)]


@each_list
async def test_a_cursor_is_good_for_its_own_list(place: Stage, listing: Listing) -> None:
    """Another list's, another platform's and a tampered cursor are refused; the list's own is good."""
    own = (await listing.page(place, first=1))["pageInfo"]["endCursor"]
    elsewhere = CURSORS.write("another list", (str(new_id()),))
    stranger = Cursors("another secret").write(listing.name, (str(new_id()),))
    tampered = own[:-5] + ("A" if own[-5] != "A" else "B") + own[-4:]
    for cursor in (elsewhere, stranger, tampered, own + "A"):
        assert await listing.refused(place, after=cursor) == [("INVALID_INPUT", "after")]
    assert (await listing.page(place, first=1, after=own))["pageInfo"]["hasPreviousPage"]


async def test_another_districts_cursor_shows_nothing_of_it(stage: Stage) -> None:
    """A cursor is a place, not a right: with one of the other district a caller still sees their own rows only."""
    listing = LISTINGS[0]
    document = listing.document(stage)
    foreign = await ask(stage.callers["outsider"], document, first=1)
    cursor = _innermost(foreign.data)["pageInfo"]["endCursor"]
    own = {edge["node"]["id"] for edge in (await listing.page(stage, first=100))["edges"]}
    for arguments in ({"after": cursor}, {"before": cursor}):
        rows = (await listing.page(stage, **arguments))["edges"]
        assert {edge["node"]["id"] for edge in rows} <= own


READS = (
    ("application", "id: $id"),
    ("applications", "unit: $id"),
    ("designations", "under: $id"),
    ("healthEvents", "unit: $id"),
    ("supervisionFindings", "under: $id"),
    ("unit", "id: $id"),
    ("units", "under: $id"),
)


@pytest.mark.parametrize(("field", "argument"), READS)
@pytest.mark.parametrize("garbage", ["", "garbage", "VW5pdA", "\0", "another type"])
async def test_bad_ids_are_refused_in_reads(stage: Stage, field: str, argument: str, garbage: str) -> None:
    given = encode_id("Review", new_id()) if garbage == "another type" else garbage
    result = await ask(
        stage.callers["commission"], f"query($id: ID!) {{ {field}({argument}) {{ __typename }} }}", id=given
    )
    assert refused_with(result) == ["INVALID_ID"]
    assert (result.errors or [])[0].original_error.field == (argument.split(":", maxsplit=1)[0],)  # type: ignore[union-attr]


@pytest.mark.parametrize("arguments", ["", '(id: "VW5pdA", code: "B1")'])
async def test_a_unit_is_asked_for_by_one_name(stage: Stage, arguments: str) -> None:
    result = await ask(stage.callers["commission"], f"{{ unit{arguments} {{ code }} }}")
    assert refused_with(result) == ["INVALID_INPUT"]


@pytest.mark.parametrize("search", ["\0", "\ud800", "%", "_", "' or 1=1 --", "x" * 10_000])
async def test_a_search_finds_what_it_says(stage: Stage, search: str) -> None:
    """Wildcards are letters, and what cannot be in a name finds nothing."""
    document = "query($search: String) { units(search: $search) { totalCount } }"
    result = await ask(stage.callers["commission"], document, search=search)
    assert result.data == {"units": {"totalCount": 0}}
    found = await ask(stage.callers["commission"], document, search="通惠路")
    assert found.data == {"units": {"totalCount": 9}}
