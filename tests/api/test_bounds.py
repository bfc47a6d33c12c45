"""Bounds on documents: each refuses one too many and lets the last one through, in linear time."""

import pytest
from graphql import GraphQLError, parse
from hypothesis import given
from hypothesis import strategies as st

from api.bounds import Bounds, check_bounds


def check(document: str, **bounds: int) -> list[GraphQLError]:
    generous = dict.fromkeys(Bounds.model_fields, 1_000_000)
    return check_bounds(parse(document), Bounds(**(generous | bounds)))


def deep(levels: int) -> str:
    return "{" + "a{" * (levels - 1) + "b" + "}" * levels


@pytest.mark.parametrize(
    ("bound", "limit", "allowed", "refused"),
    [
        ("depth", 3, deep(3), deep(4)),
        (
            "depth",
            3,
            "{a{...f}} fragment f on Q{b{c}}",
            "{a{...f}} fragment f on Q{b{...g}} fragment g on Q{c{d}}",
        ),
        ("depth", 3, "{...on Q{a{...on Q{b{c}}}}}", "{...on Q{a{...on Q{b{c{d}}}}}}"),
        ("aliases", 2, "{x:a y:b c}", "{x:a y:b z:c}"),
        (
            "aliases",
            2,
            "{a{...f}b{...f}} fragment f on Q{x:c}",
            "{a{...f}b{...f}c{...f}} fragment f on Q{x:c}",
        ),
        ("root_fields", 2, "{a b}", "{a ...f} fragment f on Q{b c}"),
        ("mutations", 2, "mutation{a b}", "mutation{a b c}"),
        ("breadth", 2, "{a{b c}}", "{a{b c d}}"),
        ("breadth", 2, "{a{...f}} fragment f on Q{b c}", "{a{...f d}} fragment f on Q{b c}"),
        ("directives_per_node", 1, "{a@x b@x}", "{a@x@x}"),
        ("directives_per_node", 1, "query($v:I@x){a}", "query($v:I@x@x){a}"),
        ("directives", 2, "query@x{a@x}", "query@x{a@x ...f@x} fragment f on Q{b}"),
        ("directives", 1, "{...f} fragment f on Q@x{b}", "{...f} fragment f on Q@x{b@x}"),
    ],
)
def test_each_bound_lets_the_last_one_through_and_refuses_one_more(
    bound: str, limit: int, allowed: str, refused: str
) -> None:
    assert check(allowed, **{bound: limit}) == []
    (error,) = check(refused, **{bound: limit})
    assert error.extensions == {"details": {"limit": limit, "actual": limit + 1}}


def test_introspection_is_not_deep_but_its_aliases_count() -> None:
    nested = "{__schema{types{fields{type{ofType{ofType{ofType{name}}}}}}}}"
    assert check(nested, depth=2) == []
    assert check("{__schema{x:types{y:name}}}", aliases=1)


def test_every_operation_of_a_document_is_bounded() -> None:
    errors = check("query A{a} query B{a{b{c}}} query C{a{b{c}}}", depth=2)
    assert len(errors) == 2


@pytest.mark.parametrize(
    "document",
    [
        "{...f} fragment f on Q{...f}",
        "{...f} fragment f on Q{a{...g}} fragment g on Q{b{...f}}",
        "{a} fragment f on Q{...g} fragment g on Q{...f}",
    ],
)
def test_fragments_that_spread_themselves_are_refused(document: str) -> None:
    (error,) = check(document)
    assert "f" in error.message


def test_unknown_fragments_are_left_to_validation() -> None:
    assert check("{...nobody}", depth=1, breadth=1) == []


def test_a_chain_that_doubles_eighteen_times_is_counted_without_being_expanded() -> None:
    """Anchor trap 1: 893 bytes that cost a naive limiter 3.2 s; here the numbers are just multiplied."""
    chain = "{...f0}" + "".join(
        f" fragment f{n} on Q{{a{{...f{n + 1}}} b{{...f{n + 1}}}}}" for n in range(200)
    )
    document = chain + " fragment f200 on Q{x:c}"
    details = [
        error.extensions["details"] for error in check(document, depth=12, aliases=30) if error.extensions
    ]
    assert details == [{"limit": 12, "actual": 201}, {"limit": 30, "actual": 1_000_000}]


def expanded_depth(levels: list[int]) -> int:
    return sum(levels)


@given(st.lists(st.integers(min_value=1, max_value=4), min_size=1, max_size=12))
def test_depth_through_fragments_is_that_of_the_expanded_document(levels: list[int]) -> None:
    """Each fragment nests so many fields before it spreads the next one."""
    parts = ["{...f0}"]
    for number, depth in enumerate(levels):
        inner = f"...f{number + 1}" if number + 1 < len(levels) else "z"
        extra = 0 if inner != "z" else 1
        parts.append(
            f"fragment f{number} on Q" + "{a" * (depth - extra) + "{" + inner + "}" * (depth - extra + 1)
        )
    document, depth = " ".join(parts), sum(levels)
    assert check(document, depth=depth) == []
    assert check(document, depth=depth - 1) if depth > 1 else True
