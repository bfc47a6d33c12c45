"""An input becomes a command in one way: every input of the three schemas, held against that."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLSchema, get_named_type, is_input_object_type

from schema.frame.inputs import Choice, CommandInput, IdOf, Input
from schema.frame.inputs.mapping import input_fields
from schema.frame.operation import Command
from schema.root import official_schema, platform_schema, public_schema

NOUNS = Path(__file__).parents[2] / "schema"
SCHEMAS: tuple[GraphQLSchema, ...] = tuple(
    each._schema for each in (official_schema, public_schema, platform_schema)
)
KEYLESS = {
    "SignInInput": "a repeated sign-in is a new session",
    "OperatorSignInInput": "a repeated sign-in is a new session",
    "OnboardDistrictInput": "there is no tenant yet to keep a key; a repetition meets its own slug",
}
"""Inputs of mutations that are read into no command."""
UNREAD = {
    "SignInInput": "a password goes to the sign-in and no further",
    "OperatorSignInInput": "a password goes to the sign-in and no further",
    "MergedUnitInput": "a pair in the command of the merger, which pairs it",
}
"""Inputs that are read into no value at all."""
SETTLING = {
    "sessions/mutations.py": "signing in and out are no operations",
    "districts/mutations.py": "operators act outside any tenant",
}
"""Modules whose resolvers settle other work than that of an operation on its command."""


def inputs() -> dict[str, type]:
    return {
        name: each.extensions["strawberry-definition"].origin
        for schema in SCHEMAS
        for name, each in schema.type_map.items()
        if is_input_object_type(each)
    }


def taken_by_mutations() -> set[str]:
    return {
        get_named_type(field.args["input"].type).name
        for schema in SCHEMAS
        if schema.mutation_type is not None
        for field in schema.mutation_type.fields.values()
        if "input" in field.args
    }


def resolver_modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(NOUNS.rglob("*.py")):
        source, name = file.read_text("utf-8"), file.relative_to(NOUNS).as_posix()
        if "import strawberry" in source and not name.startswith("frame/"):
            yield name, ast.parse(source)


def test_every_mutation_takes_the_command_of_its_operation() -> None:
    known = inputs()
    other = {name for name in taken_by_mutations() if not issubclass(known[name], CommandInput)}
    assert other == set(KEYLESS)


def test_every_input_is_read_in_the_one_way() -> None:
    other = {name for name, each in inputs().items() if not issubclass(each, (Input, Choice))}
    assert other == set(UNREAD)


def test_every_input_of_a_mutation_begins_with_the_one_key() -> None:
    for name, each in inputs().items():
        if issubclass(each, CommandInput):
            assert "idempotency_key" not in each.__annotations__, name
            assert each.__strawberry_definition__.fields[0].python_name == "idempotency_key", name


def test_two_mutations_do_not_share_a_command() -> None:
    read = [each.reads_into for each in inputs().values() if issubclass(each, CommandInput)]
    assert len(read) == len(set(read)) > 50
    assert all(issubclass(each, Command) for each in read)


def test_every_id_is_of_a_type_of_the_schema() -> None:
    sought = {
        mark.type_name
        for each in inputs().values()
        for shape in input_fields(each).values()
        for mark in shape.marks
        if isinstance(mark, IdOf)
    }
    assert len(sought) > 15
    assert sought <= SCHEMAS[0].type_map.keys()


def test_no_resolver_wraps_its_work_in_a_function() -> None:
    inner = [
        f"{name}:{function.lineno}"
        for name, module in resolver_modules()
        for outer in ast.walk(module)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for function in ast.walk(outer)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and function is not outer
        and function.name == "run"
    ]
    assert inner == []


def test_no_resolver_settles_an_operation_by_hand() -> None:
    settling = {
        name
        for name, module in resolver_modules()
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and any(each.name == "settle" for each in node.names)
    }
    assert settling == set(SETTLING)


@pytest.mark.parametrize("name", sorted(taken_by_mutations() - set(KEYLESS)))
def test_no_resolver_makes_a_command_by_hand(name: str) -> None:
    command = inputs()[name].reads_into.__name__
    made = [
        f"{module}:{node.lineno}"
        for module, tree in resolver_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == command
    ]
    assert made == []
