"""A day at the edge of the calendar is refused where it is sent, in every field of every schema that takes one."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLSchema, get_named_type, is_input_object_type
from sqlalchemy.ext.asyncio import AsyncEngine
from strawberry import Schema

from schema.frame.dates import SCALARS
from schema.frame.errors import DomainError
from schema.root import official_schema, platform_schema, public_schema
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage
from tests.clients import ask
from tests.schema.mutations import BY_FIELD, Values
from tests.schema.queries import QUERIES
from tests.schema.selection import root_document

pytestmark = pytest.mark.long

SCHEMAS: dict[str, Schema] = {
    "official": official_schema,
    "platform": platform_schema,
    "public": public_schema,
}
EDGES = {
    "Date": ("0001-01-01", "9999-12-31", "1899-12-31", "3000-01-01"),
    "DateTime": (
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59Z",
    ),
}
PREVIEWED = {
    "closing": "closeHealthEvent",
    "correction": "correctHealthEvent",
    "upgrade": "upgradeHealthEvent",
}
"""What else `previewHealthEvent` takes, and the mutation whose sample it is."""


def asked_with(place: "Place", stage: Stage, sample: Values) -> Values:
    """Complete what a day stands in, where the sample has none of it."""
    part = place.path[1] if len(place.path) > 2 else ""
    if place.field == "previewHealthEvent" and part in PREVIEWED:
        return {"input": {part: BY_FIELD[PREVIEWED[part]].variables(stage)["input"]}}
    if part == "standingNames":
        return {"input": {**sample["input"], part: {"treatment": "APPLY"}}}
    if part == "event":
        told = {"kind": "CASE", "occurredOn": "2022-11-19", "reportedOn": "2022-11-19"}
        return {"input": {"idempotencyKey": "edge", part: told, "unit": stage.ids["B1"]}}
    return sample


@dataclass(frozen=True)
class Place:
    """A day somewhere in the arguments of a root field."""

    operation: str
    field: str
    path: tuple[str, ...]
    scalar: str

    @property
    def name(self) -> str:
        return ".".join((self.field, *self.path))


def places(schema: GraphQLSchema) -> Iterator[Place]:
    """Find every day a schema takes."""

    def below(
        kind: Any, path: tuple[str, ...], seen: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        named = get_named_type(kind)
        if named.name in SCALARS:
            yield path, named.name
        elif is_input_object_type(named) and named.name not in seen:
            for name, field in named.fields.items():
                yield from below(field.type, (*path, name), (*seen, named.name))

    for operation, root in (("query", schema.query_type), ("mutation", schema.mutation_type)):
        for name, field in (root.fields if root is not None else {}).items():
            for argument, taken in field.args.items():
                for path, scalar in below(taken.type, (argument,), ()):
                    yield Place(operation, name, path, scalar)


def elsewhere(schema: GraphQLSchema) -> list[str]:
    """List days that fields below the roots take, which nothing here asks."""
    roots = {schema.query_type, schema.mutation_type}
    return [
        f"{kind.name}.{name}"
        for kind in schema.type_map.values()
        if kind not in roots and not is_input_object_type(kind)
        for name, field in getattr(kind, "fields", {}).items()
        if any(get_named_type(argument.type).name in SCALARS for argument in field.args.values())
    ]


ELSEWHERE = ["Household.residents"]
OFFICIAL = list(places(official_schema._schema))


def test_all_days_are_taken_by_root_fields_of_the_official_schema() -> None:
    """One that comes elsewhere has to be asked here, too."""
    assert [elsewhere(schema._schema) for schema in SCHEMAS.values()] == [ELSEWHERE, [], []]
    assert list(places(platform_schema._schema)) == list(places(public_schema._schema)) == []
    assert len(OFFICIAL) > 40


def put(given: dict[str, Any], path: tuple[str, ...], text: str) -> tuple[dict[str, Any], list[str]]:
    """Put a day where a path leads, into the first of a list; give the place as a refusal names it."""
    values = deepcopy(given)
    at, place = values, list[str]()
    for name in path[:-1]:
        at[name] = at.get(name) or {}
        place.append(name)
        at = at[name]
        if isinstance(at, list):
            place.append("0")
            at = at[0]
    at[path[-1]] = text
    return values, [*place, path[-1]]


@pytest.mark.parametrize("place", OFFICIAL, ids=lambda place: place.name)
async def test_a_day_at_the_edge_is_refused_where_it_is_sent(
    stage: Stage, town_stage: Stage, owner: AsyncEngine, place: Place
) -> None:
    """With its field, and nothing is written; days of our times are the twins, in the samples of each field."""
    sample = BY_FIELD.get(place.field) or next(each for each in QUERIES if each.field == place.field)
    here = town_stage if getattr(sample, "town", False) else stage
    document = root_document(official_schema._schema, place.operation, place.field, depth=1)
    before = await read_ledger(owner, here.district.tenant.id)
    for edge in EDGES[place.scalar]:
        given, where = put(asked_with(place, here, sample.variables(here)), place.path, edge)
        result = await ask(here.callers[sample.who], document, **given)
        if result.errors is None:
            errors = [(each["code"], each["field"]) for each in (result.data or {})["result"]["errors"]]
            where = where[1:] if where[0] == "input" else where
        else:
            cause: Any = result.errors[0].original_error
            faults = getattr(cause, "errors", [cause])
            errors = [(each.code.value, list(each.field)) for each in faults]
        assert ("INVALID_INPUT", where) in errors, edge
    assert not changed(before, await read_ledger(owner, here.district.tenant.id))


ROSTER = (
    'query($on: Date) { unit(code: "B1") { households { edges { node { residents(asOf: $on) { id } } } } } }'
)


@pytest.mark.parametrize("day", [*EDGES["Date"], "2022-11-20"])
async def test_the_day_a_roster_is_asked_of_is_refused_at_the_edge(stage: Stage, day: str) -> None:
    """Below the roots a day is refused as it is there; one of our times is answered."""
    result = await ask(stage.callers["community"], ROSTER, on=day)
    told = [
        (error.original_error.code.value, list(error.original_error.field))
        for error in result.errors or ()
        if isinstance(error.original_error, DomainError)
    ]
    assert told == ([] if day == "2022-11-20" else [("INVALID_INPUT", ["asOf"])] * len(told))
    assert bool(result.errors) == (day != "2022-11-20")
