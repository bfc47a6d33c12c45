"""Operations end with their time limit and with their client (anchor trap 6)."""

import asyncio
from uuid import uuid4

import httpx
import pytest
from starlette.requests import Request

from api.connected import while_connected
from tests.api.conftest import Open, Place
from tests.api.toy import WATCHES, Watch

SLEEP = "query($watch: String!) { sleep(watch: $watch) }"


@pytest.fixture
def watch() -> tuple[str, Watch]:
    name = uuid4().hex
    WATCHES[name] = Watch()
    return name, WATCHES[name]


async def test_time_is_limited(open_app: Open, place: Place, watch: tuple[str, Watch]) -> None:
    name, seen = watch
    async with open_app(request_seconds=0.05) as client:
        answer = await client.post(place.public, json={"query": SLEEP, "variables": {"watch": name}})
    assert answer.status_code == 504
    assert answer.json()["errors"][0]["extensions"]["code"] == "TIMEOUT"
    assert seen.cancelled


async def test_work_ends_when_the_client_hangs_up(watch: tuple[str, Watch]) -> None:
    _, seen = watch
    hung_up = asyncio.Event()

    async def receive() -> dict[str, str]:
        await hung_up.wait()
        return {"type": "http.disconnect"}

    async def work() -> str:
        with seen.over():
            await asyncio.sleep(60)
        return "done"

    waiting = asyncio.create_task(while_connected(Request({"type": "http"}, receive), work()))
    await seen.started.wait()
    hung_up.set()
    assert await waiting is None
    assert seen.cancelled


async def test_work_that_ends_first_is_returned_and_its_errors_are_raised() -> None:
    async def receive() -> dict[str, str]:
        await asyncio.Event().wait()
        raise AssertionError

    async def work(*, fails: bool) -> str:
        if fails:
            raise LookupError
        return "done"

    request = Request({"type": "http"}, receive)
    assert await while_connected(request, work(fails=False)) == "done"
    with pytest.raises(LookupError):
        await while_connected(request, work(fails=True))


async def test_a_cancelled_request_cancels_its_work(watch: tuple[str, Watch]) -> None:
    """The server stops: nothing goes on behind its back."""
    _, seen = watch

    async def receive() -> dict[str, str]:
        await asyncio.Event().wait()
        raise AssertionError

    async def work() -> None:
        with seen.over():
            await asyncio.sleep(60)

    waiting = asyncio.create_task(while_connected(Request({"type": "http"}, receive), work()))
    await seen.started.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert seen.cancelled


async def test_siblings_of_a_cancelled_field_are_cancelled_too(open_app: Open, place: Place) -> None:
    names = [uuid4().hex for _ in range(3)]
    WATCHES.update({name: Watch() for name in names})
    fields = " ".join(f'f{n}: sleep(watch: "{name}")' for n, name in enumerate(names))
    async with open_app(request_seconds=0.05) as client:
        answer: httpx.Response = await client.post(place.public, json={"query": f"{{ {fields} }}"})
    assert answer.status_code == 504
    assert all(WATCHES[name].cancelled for name in names)
