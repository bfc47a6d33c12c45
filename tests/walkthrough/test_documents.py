"""The walk's documents are valid against the schemas their callers use, and none lies unused."""

from importlib.resources import files
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from api.walkthrough.caller import document
from schema.root import official_schema, platform_schema, public_schema

PLATFORM = {"OnboardDistrict", "OperatorSignIn"}
PUBLIC = {"ForeignNames", "UnitStatus"}
FOLDER = files("api.walkthrough") / "documents"
NAMES = sorted(item.name.removesuffix(".graphql") for item in FOLDER.iterdir())


def schema_of(name: str) -> GraphQLSchema:
    if name in PLATFORM:
        return build_schema(platform_schema.as_str())
    return build_schema((public_schema if name in PUBLIC else official_schema).as_str())


@pytest.mark.parametrize("name", NAMES)
def test_document_is_valid(name: str) -> None:
    assert validate(schema_of(name), parse(document(name))) == []


def test_every_document_is_sent_by_some_step() -> None:
    sources = [path.read_text() for path in Path(str(files("api.walkthrough"))).glob("*.py")]
    assert [name for name in NAMES if not any(f'"{name}"' in source for source in sources)] == []
