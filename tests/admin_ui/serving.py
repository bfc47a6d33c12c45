"""A running back office the tests visit over HTTP: from memory now, any other server by its address."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from admin_ui.app import create_admin_ui
from tests.admin_ui.district import OFFICIALS, PASSWORD
from tests.admin_ui.fake import FakeApi


@dataclass(frozen=True)
class Office:
    """Where a district's back office is, who can sign in, and units in each standing."""

    base: str
    credentials: dict[str, tuple[str, str]]
    titled: str
    lost: str
    applying: str


async def server_started(server: uvicorn.Server) -> None:
    """Wait until the server accepts connections; uvicorn tells by a flag only."""
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def serve(api: FakeApi) -> AsyncIterator[Office]:
    """Serve the fake district on a free port of this machine."""
    app = Starlette(routes=[Mount("/t/{slug}", create_admin_ui(api.execute, api, secure_cookies=False))])
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        await server_started(server)
        port = listener.getsockname()[1]
        try:
            yield Office(
                base=f"http://127.0.0.1:{port}/t/qijiang",
                credentials={name: (name, PASSWORD) for name in OFFICIALS},
                titled="WL-JYY-01",
                lost="WL-JYY-04",
                applying="WL-JYY-03",
            )
        finally:
            server.should_exit = True
            await task
