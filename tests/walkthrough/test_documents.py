"""The walk's documents are valid against the schemas their callers use, and none lies unused."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from api.stage.walkthrough.caller import document
from schema.root import official_schema, platform_schema, public_schema

PLATFORM = {"OnboardDistrict", "OperatorSignIn"}
PUBLIC = {"ForeignNames", "UnitHistory", "UnitStatus"}
FOLDER = files("api.stage.walkthrough") / "documents"
NAMES = sorted(item.name.removesuffix(".graphql") for item in FOLDER.iterdir())


@cache
def built(door: str) -> GraphQLSchema:
    schemas = {"official": official_schema, "platform": platform_schema, "public": public_schema}
    return build_schema(schemas[door].as_str())


def schema_of(name: str) -> GraphQLSchema:
    return built("platform" if name in PLATFORM else "public" if name in PUBLIC else "official")


@pytest.mark.parametrize("name", NAMES)
def test_document_is_valid(name: str) -> None:
    assert validate(schema_of(name), parse(document(name))) == []


def test_every_document_is_sent_by_some_step() -> None:
    sources = [path.read_text() for path in Path(str(files("api.stage.walkthrough"))).glob("*.py")]
    assert [name for name in NAMES if not any(f'"{name}"' in source for source in sources)] == []
