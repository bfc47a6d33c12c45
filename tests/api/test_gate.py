"""No more operations at work than there are connections: the others wait in a line, in order, or are refused."""

import asyncio
from uuid import uuid4

import pytest

from api.errors import EdgeCode, EdgeError
from api.gate import Gate
from tests.api.conftest import Open, Place
from tests.api.test_tenancy import code
from tests.api.toy import WATCHES, Watch

HOLD = "query($watch: String!) { hold(watch: $watch) }"


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_waits_longest_comes_in_first_and_never_too_many() -> None:
    gate, order, inside = Gate(2, line=10, seconds=60), list[int](), set[int]()
    doors = [asyncio.Event() for _ in range(6)]

    async def work(number: int) -> None:
        async with gate:
            order.append(number)
            inside.add(number)
            assert len(inside) <= 2
            await doors[number].wait()
            inside.remove(number)

    working = [asyncio.create_task(work(number)) for number in range(6)]
    await settled()
    assert (order, gate.waiting) == ([0, 1], 4)
    for number in (1, 0, 2, 3, 4, 5):
        doors[number].set()
        await settled()
    await asyncio.gather(*working)
    assert (order, gate.waiting) == ([0, 1, 2, 3, 4, 5], 0)


async def test_a_full_line_refuses_at_once() -> None:
    gate = Gate(1, line=0, seconds=60)
    async with gate:
        with pytest.raises(EdgeError) as refused:
            async with gate:
                raise AssertionError
        assert (refused.value.status, refused.value.code) == (503, EdgeCode.UNAVAILABLE)
    async with gate:
        pass


async def test_a_line_that_does_not_move_is_given_up() -> None:
    gate = Gate(1, line=5, seconds=0.001)
    async with gate:
        with pytest.raises(EdgeError) as refused:
            async with gate:
                raise AssertionError
        assert refused.value.status == 503
        assert gate.waiting == 0
    async with gate:
        pass


async def test_whoever_goes_away_loses_no_turn() -> None:
    """Cancelled in the line, or in the very moment the turn came: the next one comes in all the same."""
    gate = Gate(1, line=5, seconds=60)
    came = asyncio.Event()

    async def work() -> None:
        async with gate:
            came.set()

    async with gate:
        first, second, third = (asyncio.create_task(work()) for _ in range(3))
        await settled()
        second.cancel()
        await settled()
        assert gate.waiting == 2
    first.cancel()  # its turn came when the block was left
    await asyncio.gather(first, second, return_exceptions=True)
    await third
    assert came.is_set()
    async with gate:
        pass


async def test_a_busy_process_refuses_operations_and_answers_probes(open_app: Open, place: Place) -> None:
    name, changed = uuid4().hex, uuid4().hex
    WATCHES.update({name: Watch(), changed: Watch()})
    change = {"query": f'mutation {{ change(watch: "{changed}") }}'}
    headers = {"Authorization": f"Bearer {place.token}"}
    async with open_app(pool_size=1, waiting_requests=0) as client:
        assert (await client.post(place.official, json={"query": "{ tenant }"}, headers=headers)).json()[
            "data"
        ]
        hold = {"query": HOLD, "variables": {"watch": name}}
        holding = asyncio.create_task(client.post(place.official, json=hold, headers=headers))
        await WATCHES[name].started.wait()
        refused = await client.post(place.official, json=change, headers=headers)
        assert (refused.status_code, code(refused)) == (503, "UNAVAILABLE")
        assert refused.headers["retry-after"] == "1"
        assert not WATCHES[changed].started.is_set()
        for probe in ("/healthz", "/readyz", "/metrics"):
            assert (await client.get(probe)).status_code == 200
        WATCHES[name].release.set()
        assert (await holding).json()["data"] == {"hold": "held"}
        done = await client.post(place.official, json=change, headers=headers)
        assert done.json()["data"] == {"change": "changed"}
        assert WATCHES[changed].started.is_set()
