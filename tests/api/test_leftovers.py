"""Whatever is refused or given up, and when: no coroutine of a field is left that nobody awaits."""

import asyncio
import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry

from api.execution import Call, Executor
from api.leftovers import Leftovers
from api.parameters import Parameters
from api.settings import Settings

SETTINGS = Settings(
    runtime_database_url="postgresql+asyncpg://nowhere",
    platform_database_url="postgresql+asyncpg://nowhere",
    secret="0123456789abcdef0123456789abcdef",
    request_seconds=60,
)
TURNS = 24
"""More turns of the loop than the deepest field below takes."""


async def turns(number: int) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


@strawberry.type
class Deep:
    """Something with fields that each take a turn of the loop."""

    @strawberry.field
    async def leaf(self) -> int:
        await turns(1)
        return 1

    @strawberry.field
    async def other(self) -> int:
        return 2

    @strawberry.field
    async def below(self) -> "list[Deep]":
        await turns(1)
        return [Deep(), Deep()]


@strawberry.type
class Query:
    """A field that is refused after some turns, beside deep ones."""

    @strawberry.field
    async def refused(self, after: int) -> int:
        await turns(after)
        raise ValueError("refused")

    @strawberry.field
    async def deep(self) -> Deep:
        return Deep()


SCHEMA = strawberry.Schema(Query)
DEEP = "deep { leaf other below { leaf other below { leaf other below { leaf other } } } }"


@contextmanager
def nothing_left() -> Iterator[None]:
    """Check that nothing is collected that should have been awaited."""
    gc.collect()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
        gc.collect()
    assert [str(each.message) for each in caught] == []


def call(document: str, **variables: Any) -> Call:
    return Call(Parameters(document, None, variables), SimpleNamespace(), "trace")


@pytest.mark.parametrize("after", range(TURNS))
async def test_fields_beside_a_refused_one(after: int) -> None:
    """Refused at once, or at any turn of the others; the twin without it answers all."""
    executor = Executor(SCHEMA, SETTINGS)
    with nothing_left():
        outcome = await executor.run(
            call(f"query($after: Int!) {{ {DEEP} refused(after: $after) }}", after=after)
        )
        assert outcome.decoded["data"] is None
        assert len(outcome.codes) == 1
        whole = await executor.run(call(f"{{ {DEEP} }}"))
    below = whole.decoded["data"]["deep"]["below"][1]["below"][1]["below"][1]
    assert below == {"leaf": 1, "other": 2}


@pytest.mark.parametrize("after", range(TURNS))
async def test_a_call_that_is_given_up(after: int) -> None:
    executor = Executor(SCHEMA, SETTINGS)
    with nothing_left():
        running = asyncio.ensure_future(executor.run(call(f"{{ {DEEP} }}")))
        await turns(after)
        running.cancel()
        await asyncio.wait([running])
        del running


async def test_what_is_awaitable_is_what_it_was() -> None:
    leftovers = Leftovers()
    future = asyncio.get_running_loop().create_future()
    begun = turns(0)
    for value, awaited in ((begun, True), (future, True), (1, False), ("", False), (Deep(), False)):
        assert leftovers.is_awaitable(value) is awaited
    await begun
    leftovers.close()
    future.cancel()
