"""The cost of an operation: pages multiply, variables and defaults count, introspection is not free."""

from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse

from api.cost import measure_cost
from tests.api.toy import SCHEMAS

SCHEMA = SCHEMAS.official._schema


def cost(document: str, **variables: Any) -> int:
    ast = parse(document)
    operation = next(node for node in ast.definitions if isinstance(node, OperationDefinitionNode))
    return measure_cost(SCHEMA, ast, operation, variables)


@pytest.mark.parametrize(
    ("document", "variables", "expected"),
    [
        ("{ tenant }", {}, 0),
        ("{ node { name } }", {}, 1),
        ("{ node { child { name } } }", {}, 2),
        ("{ nodes { edges { node { name } } } }", {}, 1 + 20 * 2),
        ("{ nodes(first: 3) { edges { node { name } } pageInfo { endCursor } } }", {}, 1 + 3 * 2 + 1),
        ("{ nodes(last: 3) { edges { node { name } } } }", {}, 7),
        ("{ nodes(first: null, last: 3) { edges { node { name } } } }", {}, 7),
        ("query($n: Int) { nodes(first: $n) { edges { node { name } } } }", {"n": 3}, 7),
        ("query($n: Int = 3) { nodes(first: $n) { edges { node { name } } } }", {}, 7),
        ("query($n: Int = 3) { nodes(first: $n) { edges { node { name } } } }", {"n": 4}, 9),
        ("query($n: Int) { nodes(first: $n) { edges { node { name } } } }", {"n": 10**9}, 201),
        ("query($n: Int) { nodes(first: $n) { edges { node { name } } } }", {"n": "many"}, 201),
        ("{ nodes(first: -5) { edges { node { name } } } }", {}, 1),
        ("{ nodes(first: 3) { ...f } } fragment f on NodeConnection { edges { node { name } } }", {}, 7),
        ("{ nodes(first: 3) { ... { edges { node { name } } } } }", {}, 7),
        ("{ node { notes { name } } }", {}, 1 + 10),
        ("{ node { notes(first: 2) { child { name } } } }", {}, 1 + 2 * 2),
        ("{ __typename }", {}, 0),
        ('{ __type(name: "Node") { name } }', {}, 100),
        ("{ __schema { types { name } } }", {}, 2_000),
    ],
)
def test_cost(document: str, variables: dict[str, Any], expected: int) -> None:
    assert cost(document, **variables) == expected


def test_pages_within_pages_multiply() -> None:
    inner = "children(first: 100) { edges { node { name } } }"
    assert cost(f"{{ nodes(first: 100) {{ edges {{ node {{ {inner} }} }} }} }}") == 1 + 100 * (2 + 1 + 200)


def test_a_fragment_is_measured_for_each_page_it_is_spread_in() -> None:
    rows = "fragment rows on NodeConnection { edges { node { name } } }"
    assert cost(f"{{ a: nodes(first: 2) {{ ...rows }} b: nodes(first: 5) {{ ...rows }} }} {rows}") == 5 + 11
