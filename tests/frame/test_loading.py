"""Loaders: what one field waits for is not lost when another field is refused."""

import gc
from typing import Any

import pytest

from tests.builders.stage import Stage
from tests.builders.stages import played_stage, stage
from tests.clients import ask, refused_with

__all__ = ["played_stage", "stage"]
REFUSED = """
{ units(first: 6) { edges { node {
  kind { name } parent { kind { name } } children(first: 1, last: 1) { totalCount } designation { unit { kind { id } } }
} } } again: units(first: 1) { edges { node { kind { name } } } } }"""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_refused_field_takes_nothing_from_those_beside_it(stage: Stage) -> None:
    """A refusal cancels the fields beside it; whoever shares their batches elsewhere still gets an answer."""
    for _ in range(5):
        result = await ask(stage.callers["headquarters"], REFUSED)
        assert refused_with(result) == ["INVALID_INPUT"]
    gc.collect()  # graphql-core drops fields beside a refused one that it never began
    allowed: Any = await ask(stage.callers["headquarters"], REFUSED.replace(", last: 1", ""))
    assert allowed.errors is None
    assert allowed.data["again"]["edges"][0]["node"]["kind"]["name"]
