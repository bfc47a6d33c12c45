"""Servers of a benchmark: the platform as `wuyi serve` runs it, over a district of its own, and a bare one."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import select

from api.embedded import EmbeddedPostgres, embedded_postgres
from authz.credentials import CredentialKind, issue
from authz.tables import AccessToken, ApiClient, Official
from benchmarks.sweep import found
from schema.migrations import upgrade
from tenants.base import new_id, utc_now
from tenants.database import Database, TenantInfo
from tenants.pools import create_engine

_SERVE = ("-c", "from api.cli import main; main()", "serve")
_BARE = ("-m", "benchmarks.echo")
_STARTS_WITHIN = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A district whose buildings B0, B1, … bear their names, an official's token and a program's key."""

    environment: Mapping[str, str]
    slug: str
    token: str
    key: str


@contextmanager
def district(units: int) -> Iterator[Place]:
    """Found a district with so many named units on a server that is thrown away afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-bench-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        upgrade(server.url("postgres"))
        yield asyncio.run(_settle(server, units))


async def _settle(server: EmbeddedPostgres, units: int) -> Place:
    runtime, platform = (server.url(user) for user in ("wuyi_runtime", "wuyi_platform"))
    database, owner = Database.open(runtime, platform), create_engine(server.url())
    tenant, _ = await found(database, owner, units, 0)
    token, key = await _let_in(database, tenant)
    await database.dispose()
    await owner.dispose()
    environment = {
        "RUNTIME_DATABASE_URL": runtime,
        "PLATFORM_DATABASE_URL": platform,
        "WUYI_SECRET": "0123456789abcdef0123456789abcdef",
    }
    return Place(environment, tenant.slug, token, key)


async def _let_in(database: Database, tenant: TenantInfo) -> tuple[str, str]:
    token, session_of = issue(CredentialKind.OFFICIAL, tenant.id)
    key, client_of = issue(CredentialKind.CLIENT, tenant.id)
    now = utc_now()
    async with database.begin(tenant.id) as session:
        (official,) = await session.scalars(select(Official))
        session.add_all(
            [
                AccessToken(
                    digest=session_of.digest,
                    official_id=official.id,
                    created_at=now,
                    expires_at=now.replace(year=now.year + 1),
                ),
                ApiClient(
                    id=new_id(), name="地图", digest=client_of.digest, scopes=["status:read"], created_at=now
                ),
            ]
        )
    return token, key


@contextmanager
def platform(place: Place, log: Path | None = None, **settings: str) -> Iterator[tuple[psutil.Process, int]]:
    """Serve the platform; what it logs goes to `log`, or is written and thrown away."""
    environment = dict(place.environment) | {
        f"WUYI_{name.upper()}": value for name, value in settings.items()
    }
    with _running(_SERVE, environment, log) as served:
        yield served


@contextmanager
def bare(answer: bytes) -> Iterator[tuple[psutil.Process, int]]:
    """Serve one answer to whatever is asked, by the same server and nothing of ours."""
    with _running(_BARE, {"WUYI_BARE_ANSWER": answer.decode()}, None) as served:
        yield served


@contextmanager
def _running(
    program: tuple[str, ...], environment: Mapping[str, str], log: Path | None
) -> Iterator[tuple[psutil.Process, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    given = os.environ | dict(environment) | {"WUYI_PORT": str(port)}
    with (log or Path(os.devnull)).open("ab") as output:
        process = subprocess.Popen([sys.executable, *program], env=given, stderr=output)  # noqa: S603 - our own
    try:
        _wait(port)
        yield psutil.Process(process.pid), port
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz"):
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
