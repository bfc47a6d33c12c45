"""The document store: what it keeps, what it refuses, and what it never tells."""

import pytest

from api.bounds import Bounds
from api.documents import ERROR_LIMIT, DocumentStore
from tests.api.toy import SCHEMAS


def store(*, cache_bytes: int = 10_000, hide_suggestions: bool = True, **bounds: int) -> DocumentStore:
    schema = SCHEMAS.official._schema
    return DocumentStore(schema, Bounds(**bounds), hide_suggestions=hide_suggestions, cache_bytes=cache_bytes)


def test_a_document_is_prepared_once() -> None:
    documents = store()
    assert documents.read("{ tenant }") is documents.read("{ tenant }")
    assert documents.read("{ nobody }") is documents.read("{ nobody }")


def test_the_cache_is_bounded_by_source_text() -> None:
    documents = store(cache_bytes=30)
    first = documents.read("{ tenant }")
    documents.read("{ a: tenant b: tenant }")
    assert documents.read("{ tenant }") is not first
    long = "{ tenant }" + " " * 30
    assert documents.read(long) is not documents.read(long)
    assert not documents.read(long).errors


@pytest.mark.parametrize(
    ("document", "bounds"),
    [
        ("{ tenant tenant }", {"tokens": 3}),
        ("#1\n#2\n#3\n#4\n{ tenant }", {"tokens": 3}),
        ("{ tenant }" + " " * 10, {"document_bytes": 19}),
        ('{ echo(text: "疫") }', {"document_bytes": 19}),
    ],
)
def test_length_is_bounded(document: str, bounds: dict[str, int]) -> None:
    assert store(**bounds).read(document).errors
    assert not store().read(document).errors


def test_bounds_come_before_validation() -> None:
    """330 fields of one name cost the overlap rule a quarter of a second: it never sees them."""
    (error,) = store(root_fields=300, breadth=1_000).read("{" + "echo(text:1)" * 301 + "}").errors
    assert error.extensions == {"details": {"limit": 300, "actual": 301}}


def test_errors_are_capped() -> None:
    document = store().read("{" + " ".join(f"x{n}" for n in range(19)) + "}")
    assert len(document.errors) == ERROR_LIMIT


@pytest.mark.parametrize(
    "document",
    [
        "{ tenat }",
        '{ echo(txt: "x") }',
        '{ search(filter: {houshold: "x"}) }',
        '{ search(filter: {household: "x", kind: NOT_FUND}) }',
        "{ node { ...on Nod { name } } }",
        "{ echo @skp(if: true) }",
        "{ node { nam } }",
    ],
)
def test_names_are_suggested_in_development_only(document: str) -> None:
    """Anchor trap 4: fields, arguments, inputs, enums, types and directives."""
    hidden = " ".join(error.message for error in store().read(document).errors)
    shown = " ".join(error.message for error in store(hide_suggestions=False).read(document).errors)
    assert "Did you mean" not in hidden
    assert "Did you mean" in shown or "@skp" in document


def test_introspection_fits_the_bounds() -> None:
    from graphql import get_introspection_query  # noqa: PLC0415

    assert not store().read(get_introspection_query(input_value_deprecation=True)).errors


def test_a_document_that_is_dropped_goes_at_once() -> None:
    """Its tokens are no ring: the collector need not find it; where its faults lie is told all the same."""
    ast = store().read("{ __typename }").ast
    assert ast is not None
    assert ast.loc is not None
    assert (ast.loc.start_token.next, ast.loc.end_token.prev) == (None, None)
    (error,) = store().read("{\n  nothing }").errors
    assert [(place.line, place.column) for place in error.locations or ()] == [(2, 3)]
