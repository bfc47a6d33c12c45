"""Variables of every type the schema has: those that are as they stand fit, all others are the resolvers'."""

from typing import Any

import pytest
from graphql import OperationDefinitionNode, build_schema, parse

from schema.plans.selections import Unplanned
from schema.plans.variables import Variable, constant_of, variables_of
from schema.root import official_schema

SCHEMA = build_schema("""
  type Query { x(a: Float): Int }
  enum Colour { RED }
  input Shape { sides: Int!, colour: Colour, inner: [Shape!] }
""")


def variable(type_: str, schema: Any = SCHEMA) -> Variable:
    operation = parse(f"query($v: {type_}) {{ x }}").definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    (found,) = variables_of(schema, operation)
    return found


@pytest.mark.parametrize(
    ("type_", "fitting", "others"),
    [
        ("[Int!]", [[], [1, 2]], [1, [None], ["1"], [[1]]]),
        ("[Colour]", [["RED", None]], [["BLUE"], "RED"]),
        (
            "Shape",
            [{"sides": 1}, {"sides": 1, "inner": [{"sides": 2, "colour": "RED"}]}],
            [{}, {"sides": None}, {"sides": 1, "corners": 2}, {"sides": 1, "inner": [{}]}, 3],
        ),
        ("Float", [1.5, 2], ["1.5", True]),
    ],
)
def test_values_that_graphql_would_refuse_or_change_do_not_fit(
    type_: str, fitting: list[Any], others: list[Any]
) -> None:
    found = variable(type_)
    for value in fitting:
        found.read({"v": value}, {})
    for value in others:
        with pytest.raises(Unplanned):
            found.read({"v": value}, {})


@pytest.mark.parametrize("type_", ["Date", "DateTime"])
def test_days_and_instants_are_read_as_their_type_reads_them(type_: str) -> None:
    found = variable(type_, official_schema._schema)
    found.read({"v": "2022-11-20"}, {})
    for value in ("2022-02-30", "yesterday", 20221120):
        with pytest.raises(Unplanned):
            found.read({"v": value}, {})


def test_a_plan_is_made_for_any_day_but_for_these_lists() -> None:
    day, numbers = variable("Date", official_schema._schema), variable("[Int!]")
    assert day.read({"v": "2022-11-20"}, {}) == day.read({"v": "2022-11-21"}, {})
    assert day.read({"v": "2022-11-20"}, {}) != day.read({"v": None}, {})
    assert numbers.read({"v": [1]}, {}) != numbers.read({"v": [2]}, {})


def test_literals_of_all_types_are_read() -> None:
    document = parse('{ x(a: [1, 2.5, {b: RED, c: null, d: "e", f: true}]) }')
    node = document.definitions[0].selection_set.selections[0].arguments[0].value  # type: ignore[attr-defined] # parsed above
    assert constant_of(node) == [1, 2.5, {"b": "RED", "c": None, "d": "e", "f": True}]
