"""A whole platform in this process, for demo and walkthrough: database, API, back office, worker."""

import asyncio
import contextlib
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.app import create_app
from api.embedded import embedded_postgres
from api.server import QuietServer, server_config
from api.settings import Settings
from api.worker import run_worker
from schema.migrations import upgrade
from tenants.base import utc_now

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - only to tell how it is reached from here


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """The database for its owner and for the two roles that own nothing."""

    owner: str
    runtime: str
    platform: str


@contextlib.contextmanager
def database_urls(directory: Path, *, durable: bool = True) -> Iterator[DatabaseUrls]:
    """Give the three URLs of the environment if DATABASE_URL is set, else run the embedded server on the folder."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield DatabaseUrls(
            given, os.environ.get("RUNTIME_DATABASE_URL", ""), os.environ.get("PLATFORM_DATABASE_URL", "")
        )
        return
    with embedded_postgres(directory, durable=durable) as server:
        yield DatabaseUrls(server.url(), server.url("wuyi_runtime"), server.url("wuyi_platform"))


def bind(host: str, port: int) -> socket.socket:
    """Reserve the address before anything is begun; port 0 takes a free one."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise OSError(error.errno, "地址不可用，或许已被占用", f"{host}:{port}") from error
    return listener


def local_url(listener: socket.socket) -> str:
    """Tell how the listener is reached from this machine."""
    host, port = listener.getsockname()[:2]
    shown = EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def settings_for(urls: DatabaseUrls, url: str, *, default_tenant: str | None = None) -> Settings:
    """Make the settings of a platform on this machine; the environment has its say in all else."""
    return Settings(
        runtime_database_url=urls.runtime,
        platform_database_url=urls.platform,
        public_url=url,
        default_tenant=default_tenant,
        secret=os.environ.get("WUYI_SECRET") or secrets.token_urlsafe(32),
        log_format="console",
        log_level=os.environ.get("WUYI_LOG_LEVEL") or "WARNING",
    )


async def migrate(urls: DatabaseUrls) -> None:
    """Bring the database to this release."""
    await asyncio.to_thread(upgrade, urls.owner)


@contextlib.asynccontextmanager
async def running(
    settings: Settings, listener: socket.socket, clock: Callable[[], datetime] = utc_now
) -> AsyncIterator[asyncio.Future[None]]:
    """Serve on the listener and work in the background while the block lasts.

    Gives what ends, with the reason, if server or worker end by themselves. Running requests may finish.
    """
    server = QuietServer(server_config(settings, create_app(settings, clock)))
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    working = asyncio.ensure_future(run_worker(settings, clock))
    ended = asyncio.ensure_future(_first_of(serving, working))
    try:
        while not (server.started or ended.done()):  # noqa: ASYNC110 - uvicorn tells no event
            await asyncio.sleep(0.01)
        yield ended
    finally:
        ended.cancel()
        working.cancel()
        server.should_exit = True
        await asyncio.gather(serving, working, ended, return_exceptions=True)


async def _first_of(*tasks: asyncio.Future[None]) -> None:
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()
