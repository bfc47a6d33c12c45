"""What clients read of the API: committed as it is generated, described to the last argument, without persons."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLNamedType,
    GraphQLSchema,
    is_input_object_type,
    is_introspection_type,
    is_specified_scalar_type,
)

from api.committed import generate
from api.errors import FIXES as EDGE_FIXES
from api.errors import EdgeCode
from schema.frame.errors import FIXES, ErrorCode
from schema.root import official_schema, platform_schema, public_schema

ROOT = Path(__file__).parents[2]
SCHEMAS = {
    "official": official_schema._schema,
    "public": public_schema._schema,
    "platform": platform_schema._schema,
}
PERSONAL = re.compile(
    r"resident|household|identity|telephone|phone|born|birth|masked|signator|petition|special|applicant|"
    r"official|actor|reviewer|username|address|externalid|opinion|note",
    re.IGNORECASE,
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def own_types(schema: GraphQLSchema) -> Iterator[GraphQLNamedType]:
    for one in schema.type_map.values():
        if not is_introspection_type(one) and not is_specified_scalar_type(one):
            yield one


def undescribed(schema: GraphQLSchema) -> Iterator[str]:
    for one in own_types(schema):
        if not one.description:
            yield one.name
        if isinstance(one, GraphQLEnumType):
            continue
        for name, field in getattr(one, "fields", {}).items():
            if not field.description:
                yield f"{one.name}.{name}"
            for argument, definition in getattr(field, "args", {}).items():
                if not definition.description:
                    yield f"{one.name}.{name}({argument})"


@pytest.mark.parametrize("path", generate())
def test_what_is_committed_is_what_is_generated(path: str) -> None:
    file = ROOT / path
    assert file.exists(), f"{path} is missing: run `make schema` (`wuyi schema print`)"
    assert file.read_text("utf-8") == generate()[path], (
        f"{path} is stale: run `make schema` and review the diff"
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_everything_is_described(name: str) -> None:
    """Every type, field, argument and input field says what it is."""
    assert list(undescribed(SCHEMAS[name])) == []


def test_every_error_code_has_a_fix_and_is_documented() -> None:
    page = (ROOT / "docs" / "error-codes.md").read_text("utf-8")
    assert FIXES.keys() == set(ErrorCode)
    assert EDGE_FIXES.keys() == set(EdgeCode)
    for code, fix in [*FIXES.items(), *EDGE_FIXES.items()]:
        assert CHINESE.search(fix), code
        assert f"| `{code}` | {fix} |" in page


def test_every_error_code_is_used() -> None:
    """A code nothing refuses with is a promise nobody keeps."""
    sources = "".join(
        file.read_text("utf-8")
        for folder in ("schema", "authz", "api")
        for file in (ROOT / folder).rglob("*.py")
        if file.name != "errors.py"
    )
    assert [code for code in ErrorCode if code.value not in sources] == []


def test_the_public_schema_has_no_word_for_a_person() -> None:
    words = {
        f"{one.name}.{field}" for one in own_types(SCHEMAS["public"]) for field in getattr(one, "fields", {})
    }
    assert [word for word in sorted(words) if PERSONAL.search(word)] == []
    assert SCHEMAS["public"].mutation_type is None


def test_the_search_for_persons_finds_them() -> None:
    """The twin: the official schema, which has residents, is full of such words."""
    words = {
        f"{one.name}.{field}"
        for one in own_types(SCHEMAS["official"])
        for field in getattr(one, "fields", {})
    }
    assert {"Resident.maskedName", "Household.residents", "Official.username"} <= {
        word for word in words if PERSONAL.search(word)
    }


def test_every_mutation_answers_with_typed_errors_and_takes_a_key() -> None:
    """Signing in and out and the platform's own mutations have no key: each says so in its description."""
    keyless = {"signIn", "signOut"}
    mutation = SCHEMAS["official"].mutation_type
    assert mutation is not None
    for name, field in mutation.fields.items():
        payload = getattr(field.type, "of_type", field.type)
        assert str(payload.fields["errors"].type) == "[OperationError!]!", name
        if name in keyless:
            continue
        taken = getattr(field.args["input"].type, "of_type", None)
        assert is_input_object_type(taken), name
        assert str(taken.fields["idempotencyKey"].type) == "String!", name


def test_lists_are_connections() -> None:
    """Relay: a connection has edges, pageInfo and a total; its edges have a cursor and a node."""
    for schema in SCHEMAS.values():
        for one in own_types(schema):
            if one.name.endswith("Connection"):
                assert {"edges", "pageInfo", "totalCount"} == set(getattr(one, "fields", {})), one.name
            if one.name.endswith("Edge"):
                assert {"cursor", "node"} == set(getattr(one, "fields", {})), one.name
