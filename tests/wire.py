"""Counts round trips on the wire, and freezes it: a proxy before PostgreSQL's socket."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

_READY = ord("Z")
"""The message with which the server ends each of its answers, and lets the client speak again."""
_SOCKET = ".s.PGSQL.5432"


@dataclass
class Wire:
    """A way to the database that counts: `url` leads through it, `trips` is how often the server was waited for.

    While `thawed` is not set, no answer comes through.
    """

    server: Path
    folder: Path
    trips: int = 0
    thawed: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, direct: str) -> str:
        """Lead a URL of the server's through here."""
        leading = make_url(direct).update_query_dict({"host": str(self.folder)})
        return leading.render_as_string(hide_password=False)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on, both ways."""
        answers, asking = await asyncio.open_unix_connection(self.server / _SOCKET)
        first, *_ = await asyncio.wait(
            [
                asyncio.create_task(self._pass_on(reader, asking)),
                asyncio.create_task(self._count(answers, writer)),
            ]
        )
        for each in first:
            each.exception()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _count(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass the server's messages on one by one: a byte of kind, four of length, the rest."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readexactly(1)
                if head == b"N":  # no TLS, said before any message
                    writer.write(head)
                    continue
                length = await reader.readexactly(4)
                body = await reader.readexactly(int.from_bytes(length) - 4)
                self.trips += head[0] == _READY
                await self.thawed.wait()
                writer.write(head + length + body)
        await self.thawed.wait()
        writer.close()


@asynccontextmanager
async def wire_to(direct: str) -> AsyncIterator[Wire]:
    """Open a counting way to the server of a URL that names its socket's folder."""
    server = Path(str(make_url(direct).query["host"]))
    with tempfile.TemporaryDirectory(prefix="wuyi-wire-") as folder:
        wire = Wire(server, Path(folder))
        wire.thawed.set()
        listener = await asyncio.start_unix_server(wire.serve, Path(folder) / _SOCKET)
        async with listener:
            try:
                yield wire
            finally:
                wire.thawed.set()
