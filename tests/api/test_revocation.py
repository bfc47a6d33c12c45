"""What is revoked is void at once where it was revoked, and everywhere else after one question, whatever is frozen."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy import text

from authz.actions import Role
from authz.context import Actor, OperationContext
from authz.repository import grant_of
from authz.sign_in import sign_out
from authz.tables import ApiClient
from schema.official_changes.loading import read_departure, read_roles
from schema.official_changes.operations import DisableOfficial, disable_official
from schema.officials.operations import ResetPassword, reset_password
from schema.officials.repository import by_ids
from schema.worklists.repository import open_editions
from tenants.base import new_id, utc_now
from tenants.database import Database
from tenants.tables import Tenant
from tenants.versions import TRUSTED_SECONDS, Versions
from tests.api.conftest import SECRET, Open, Place, make_place
from tests.api.test_tenancy import bearer
from tests.authz.district import membership
from tests.authz.test_sign_in import whose
from tests.builders.databases import Urls
from tests.builders.ports import free_port
from tests.builders.versions import asked_anew, unhurried
from tests.wire import wire_to

ASK = {"query": "{ __typename }"}
Revoke = Callable[[Database, Place], Awaitable[None]]


async def revoke_key(database: Database, place: Place) -> None:
    async with database.begin(place.district.view.tenant.id) as session:
        for client in await session.scalars(text("select id from api_clients")):
            row = await session.get_one(ApiClient, (place.district.view.tenant.id, client))
            row.revoked_at = utc_now()


async def end_session(_database: Database, place: Place) -> None:
    actor = await whose(place.district, place.token)
    assert actor is not None
    await sign_out(place.district.context(actor))


async def end_role(database: Database, place: Place) -> None:
    async with database.begin(place.district.view.tenant.id) as session:
        await session.execute(text("update officials set disabled_at = now()"))


async def suspend(database: Database, place: Place) -> None:
    async with database.begin_platform() as session:
        (await session.get_one(Tenant, place.district.view.tenant.id)).status = "suspended"


async def administrator_of(place: Place) -> OperationContext:
    """Let somebody administer who truly holds the role."""
    held = await place.district.official(f"admin-{new_id().hex[:8]}")
    role = membership(held, Role.TENANT_ADMINISTRATOR, place.district.root)
    await place.district.add(role)
    return place.district.context(Actor("official", held.id, "", (grant_of(role),)))


async def leave(_database: Database, place: Place) -> None:
    administrator, holder = await administrator_of(place), await whose(place.district, place.token)
    assert holder is not None
    assert holder.id is not None
    async with administrator.read() as session:
        row = (await by_ids(session, [holder.id]))[holder.id]
        roles = await read_roles(session, row.id)
        seen = await read_departure(session, row, roles, await open_editions(session), administrator.clock())
    command = DisableOfficial(
        idempotency_key="leave",
        official_id=row.id,
        expected_revision=row.revision,
        preview=seen.token,
        reason="离职",
    )
    await disable_official(administrator, command)


async def reset(_database: Database, place: Place) -> None:
    administrator, holder = await administrator_of(place), await whose(place.district, place.token)
    assert holder is not None
    assert holder.id is not None
    command = ResetPassword(idempotency_key="reset", official_id=holder.id, expected_revision=1)
    await reset_password(administrator, command)


REVOCATIONS: dict[str, Revoke] = {
    "a key": revoke_key,
    "a session": end_session,
    "an official": end_role,
    "an official who leaves": leave,
    "a password": reset,
    "a district": suspend,
}


async def statuses(client: httpx.AsyncClient, place: Place) -> set[int]:
    """Ask with the key and with the token."""
    answers = [
        await client.post(place.public, json=ASK, headers={"X-API-Key": place.key}),
        await client.post(place.official, json=ASK, headers=bearer(place.token)),
    ]
    return {answer.status_code for answer in answers}


@pytest.fixture
def another_process(monkeypatch: pytest.MonkeyPatch) -> list[Versions]:
    """Give whoever opens a database from now on versions of their own, as another process has."""
    made: list[Versions] = []

    def make() -> Versions:
        made.append(Versions())
        return made[-1]

    monkeypatch.setattr("tenants.database.Versions", make)
    return made


async def trusted(versions: Versions, place: Place, *, wanted: bool = True) -> None:
    while (versions.of(place.district.view.tenant.id) is not None) != wanted:  # noqa: ASYNC110 - time tells
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("what", REVOCATIONS)
async def test_what_is_revoked_here_is_void_at_once(open_app: Open, database: Database, what: str) -> None:
    place = await make_place(database)
    async with open_app() as client:
        assert await statuses(client, place) == {200}
        await REVOCATIONS[what](database, place)
        assert await statuses(client, place) & {401, 403}


@pytest.mark.parametrize("what", REVOCATIONS)
async def test_what_is_revoked_elsewhere_is_void_after_one_question(
    open_app: Open, database: Database, another_process: list[Versions], what: str
) -> None:
    place = await make_place(database)
    with unhurried():
        async with open_app() as client:
            (versions,) = another_process
            await trusted(versions, place)
            assert await statuses(client, place) == {200}
            await REVOCATIONS[what](database, place)
            await asked_anew(versions)
            assert await statuses(client, place) & {401, 403}


async def test_a_frozen_line_to_the_database_is_not_trusted(
    open_app: Open, database: Database, urls: Urls, another_process: list[Versions]
) -> None:
    """No question is answered any more, and nothing kept is believed; once answers come again it is."""
    place = await make_place(database)
    async with (
        wire_to(urls.runtime) as wire,
        open_app(direct_database_url=wire.url(urls.runtime)) as client,
    ):
        (versions,) = another_process
        await trusted(versions, place)
        assert await statuses(client, place) == {200}
        wire.thawed.clear()
        await trusted(versions, place, wanted=False)
        await revoke_key(database, place)
        assert await statuses(client, place) & {401}
        wire.thawed.set()
        await trusted(versions, place)


@asynccontextmanager
async def served(urls: Urls) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Run `wuyi serve` as a process of its own."""
    environment = os.environ | {
        "RUNTIME_DATABASE_URL": urls.runtime,
        "PLATFORM_DATABASE_URL": urls.platform,
        "WUYI_SECRET": SECRET,
        "WUYI_PORT": str(port := free_port()),
        "WUYI_LOG_LEVEL": "ERROR",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from api.cli import main; main()",
        "serve",
        env=environment,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            await process.wait()


async def ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.ConnectError:
        return False


async def test_a_process_that_wakes_up_believes_nothing_it_kept(database: Database, urls: Urls) -> None:
    """Frozen while the key is revoked and asked before it could ask: the first answer is a refusal."""
    place = await make_place(database)
    async with served(urls) as (process, url), httpx.AsyncClient(base_url=url, timeout=60) as client:
        while not await ready(client):
            assert process.returncode is None
            await asyncio.sleep(0.1)
        for _ in range(5):
            assert await statuses(client, place) == {200}
        process.send_signal(signal.SIGSTOP)
        await revoke_key(database, place)
        asking = asyncio.create_task(statuses(client, place))
        await asyncio.sleep(TRUSTED_SECONDS + 0.1)
        process.send_signal(signal.SIGCONT)
        assert 401 in await asking
