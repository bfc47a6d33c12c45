"""What a caller sent as a value is in no error about it: it may be a person's, and errors end up in logs."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_variable_values,
    parse,
    validate,
)

from api.errors import EdgeCode
from api.masking import render_errors
from schema.root import official_schema, platform_schema, public_schema

MARK = "510226199003072317"
ODD = (MARK, {MARK: MARK}, {f"{MARK}', found: x": 1}, [MARK], [{"x": MARK}], {"name": {MARK: MARK}}, 7.5173)
SCHEMAS = {"official": official_schema, "platform": platform_schema, "public": public_schema}


def schema_of(name: str) -> GraphQLSchema:
    return SCHEMAS[name]._schema


def inputs(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLInputType]]:
    """Give each field of each input and each argument, by its place."""
    for name, kind in schema.type_map.items():
        if isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{name}.{field}", each.type) for field, each in kind.fields.items())
    for root in (schema.query_type, schema.mutation_type):
        for name, field in root.fields.items() if root is not None else ():
            yield from ((f"{name}({given})", argument.type) for given, argument in field.args.items())


def faults(schema: GraphQLSchema, kind: str, value: Any) -> list[GraphQLError]:
    document = parse(f"query($v: {kind}) {{ __typename }}")
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    found = get_variable_values(schema, operation.variable_definitions, {"v": value})
    return found if isinstance(found, list) else []


def said(errors: list[GraphQLError]) -> list[str]:
    return [each["message"] for each in render_errors(errors, "trace", EdgeCode.BAD_USER_INPUT)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_value_of_a_variable_is_said_again(name: str) -> None:
    schema, refused = schema_of(name), 0
    for place, kind in inputs(schema):
        for value in ODD:
            messages = said(faults(schema, str(kind), value))
            refused += len(messages)
            for message in messages:
                assert not any(value in message for value in (MARK, "7.5173")), (place, message)
                assert message.startswith("Variable '$v' has invalid value"), message
    assert refused > 50


def test_nor_one_written_into_the_document() -> None:
    schema = schema_of("official")
    texts = (
        f'{{ units(first: "{MARK}") {{ totalCount }} }}',
        f"{{ units(kind: {MARK}) {{ totalCount }} }}",
        f'{{ unit(asOf: {{x: "{MARK}"}}) {{ id }} }}',
        f'mutation {{ reviewApplication(input: {{x: "{MARK}"}}) {{ errors {{ code }} }} }}',
        f'{{ designations(status: "{MARK}") {{ totalCount }} }}',
        f"{{ designations(status: N{MARK}) {{ totalCount }} }}",
    )
    for text in texts:
        messages = said(list(validate(schema, parse(text))))
        assert messages, text
        assert not any(MARK in message for message in messages), messages


def test_names_and_places_are_still_said() -> None:
    """Who wrote the request learns which field, of which type, and what of it is wanted."""
    schema = schema_of("official")
    whole = {"idempotencyKey": "k", "unit": "x", "expectedRevision": 1, "name": "n", "reason": "r"}
    for sent, told in (
        ({"expectedRevision": MARK}, " at .expectedRevision: Int cannot represent non-integer value"),
        (
            {"nmae": MARK},
            ": Expected value of type 'RenameUnitInput' not to include unknown field 'nmae'. Did you mean 'name'?",
        ),
        ({"name": None}, " at .name: Expected value of non-null type 'String!' not to be None."),
    ):
        messages = said(faults(schema, "RenameUnitInput", whole | sent))
        assert messages == [f"Variable '$v' has invalid value{told}"]
    missing = {name: value for name, value in whole.items() if name != "name"}
    (message,) = said(faults(schema, "RenameUnitInput", missing))
    assert message.endswith("to include required field 'name'")
