"""The committed schemas: what the pages are written against."""

from pathlib import Path

from graphql import GraphQLSchema, build_schema

SCHEMA = Path(__file__).parents[2] / "schema"


def committed(name: str) -> GraphQLSchema:
    """Read a schema as it is committed."""
    return build_schema((SCHEMA / f"{name}.graphql").read_text(encoding="utf-8"))


SCHEMAS = {"official": committed("schema"), "public": committed("public")}
