"""The README's queries are valid on the schema they are sent to."""

import json
import re
from pathlib import Path

import pytest
from graphql import parse, validate

from schema.root import official_schema, public_schema

README = (Path(__file__).parents[2] / "README.md").read_text()
CALLS = re.findall(
    r"curl -s http://\S+?(/\S+graphql)[^']*(?:'[^']*'[^']*?)*? -d '(\{.*?\n\})'", README, re.DOTALL
)


def test_there_are_a_public_and_two_official_queries() -> None:
    assert [path for path, _ in CALLS] == [
        "/t/qijiang/public/graphql",
        "/t/qijiang/graphql",
        "/t/qijiang/graphql",
    ]


@pytest.mark.parametrize(("path", "body"), CALLS)
def test_query_is_valid(path: str, body: str) -> None:
    served = public_schema if path.endswith("/public/graphql") else official_schema
    document = parse(json.loads(body)["query"])
    assert validate(served._schema, document) == []
