"""Values are rendered in SQL as the resolvers render them, byte for byte."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from schema.frame.identifiers import encode_id
from schema.plans.declarations import Kind, Scalar
from schema.plans.rendering import UNKNOWN, Text, identity, leaf, quoted
from tenants.database import Database

INSTANTS = (
    datetime(2022, 11, 20, 4, tzinfo=UTC),
    datetime(2022, 11, 20, 4, 0, 0, 1, tzinfo=UTC),
    datetime(2022, 11, 20, 4, 0, 0, 120_000, tzinfo=UTC),
    datetime(1999, 1, 2, 3, 4, 5, 999_999, tzinfo=UTC),
)
TEXTS = (
    "",
    "x",
    "文龙街道",
    "🏃",
    'say "no"',
    "a\\b",
    "it's",
    "line\nfeed\r\t\b\f",
    "\x01\x02\x1f\x7f",
    "</script>",
    "\u2028",
)


async def rendered(database: Database, text: Text, *values: Any) -> bytes | None:
    assert database.readers is not None
    return await database.readers.read(f"select convert_to({text}, 'UTF8')", values)


@pytest.mark.parametrize("value", TEXTS)
async def test_texts(database: Database, value: str) -> None:
    assert await rendered(database, leaf(Scalar(Kind.TEXT, str), "$1::text"), value) == orjson.dumps(value)
    assert await rendered(database, Text().constant(value)) == value.encode()


@pytest.mark.parametrize("value", INSTANTS)
async def test_instants(database: Database, value: datetime) -> None:
    found = await rendered(database, leaf(Scalar(Kind.INSTANT, str), "$1::timestamptz"), value)
    assert found == json.dumps(value.isoformat()).encode()


@pytest.mark.parametrize(
    "typename", ["Unit", "Designation", "SupervisionFinding", "UnitLog", "T" * 21, "T" * 40]
)
async def test_global_ids(database: Database, typename: str) -> None:
    for value in (uuid.uuid4(), uuid.UUID(int=0), uuid.UUID(int=2**128 - 1)):
        found = await rendered(database, identity(typename, "$1::uuid"), value)
        assert found == orjson.dumps(encode_id(typename, value))


@pytest.mark.parametrize(
    ("kind", "type_", "value", "expected"),
    [
        (Kind.BOOLEAN, "boolean", True, b"true"),
        (Kind.BOOLEAN, "boolean", None, b"null"),
        (Kind.INTEGER, "int", -5, b"-5"),
        (Kind.INTEGER, "int", None, b"null"),
        (Kind.DATE, "date", INSTANTS[0].date(), b'"2022-11-20"'),
        (Kind.DATE, "date", None, b"null"),
        (Kind.PLAIN, "text", None, b"null"),
        (Kind.PLAIN, "text", "B1", b'"B1"'),
        (Kind.INSTANT, "timestamptz", None, b"null"),
    ],
)
async def test_nullable_leaves(
    database: Database, kind: Kind, type_: str, value: object, expected: bytes
) -> None:
    assert await rendered(database, leaf(Scalar(kind, str, nullable=True), f"$1::{type_}"), value) == expected


@pytest.mark.parametrize(("value", "expected"), [(2**31 - 1, b"2147483647"), (2**31, UNKNOWN.encode())])
async def test_a_number_graphql_cannot_give_is_unknown(
    database: Database, value: int, expected: bytes
) -> None:
    assert await rendered(database, leaf(Scalar(Kind.LARGE, str), "$1::bigint"), value) == expected


async def test_what_is_not_certain_and_not_there_is_unknown(database: Database) -> None:
    for kind in (Kind.PLAIN, Kind.TEXT, Kind.JSON):
        uncertain = leaf(Scalar(kind, str, certain=False), "$1::text")
        assert await rendered(database, uncertain, None) == UNKNOWN.encode()


def test_a_constant_cannot_end_early() -> None:
    assert quoted("it's") == "'it''s'"
    assert quoted("a\\'") == r"E'a\\'''"
