"""What a start costs: CPU of `wuyi serve` until its first answer, beside importing the same packages alone.

`python -m benchmarks.start [ROUNDS]` starts a server so many times for each schema, 5 unless told, and by turns an
interpreter that imports every module of others which a server has loaded, and no line of ours. It prints medians of the
seconds of user and system time and their ratio, and asserts nothing.
"""

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import psutil

from api.embedded import EmbeddedPostgres, embedded_postgres
from benchmarks.onboarding import onboard
from benchmarks.simulate import NOW, say
from schema.migrations import upgrade
from tenants.database import Database

ROUNDS = 5
SERVE = "from api.cli import main; main()"
LOADED = """
import json, sys
import api.cli.serve, asyncpg, httptools, uvloop
import sqlalchemy.dialects.postgresql.asyncpg, uvicorn.lifespan.on
import uvicorn.loops.uvloop, uvicorn.protocols.http.httptools_impl
ours = {"api", "admin_ui", "schema", "authz", "tenants", "__main__"}
names = [name for name in sys.modules if name.partition(".")[0] not in ours]
print(json.dumps(names))
"""
IMPORT = """
import importlib, json, os, sys
for name in json.loads(sys.argv[1]):
    try:
        importlib.import_module(name)
    except ImportError:
        pass  # made by a module and not found on disk
spent = os.times()
print(spent.user + spent.system)
"""


def interpreter(code: str, *arguments: str) -> str:
    """Run code in an interpreter of its own and give what it printed."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own programs


def spent_importing(modules: Sequence[str]) -> float:
    """Tell the CPU seconds of an interpreter that imports the modules."""
    return float(interpreter(IMPORT, json.dumps(modules)))


def spent_to_answer(environment: dict[str, str], path: str) -> float:
    """Tell the CPU seconds a server has used when its first answer is there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, **quiet) as server:  # noqa: S603 - our own programs
        try:
            body = answer(server, f"http://127.0.0.1:{port}{path}")
            spent = psutil.Process(server.pid).cpu_times()
        finally:
            server.terminate()
    if "data" not in body:
        raise RuntimeError(f"not the answer that was meant: {body}")
    return float(spent.user + spent.system)


def answer(server: subprocess.Popen[bytes], url: str) -> dict[str, object]:
    """Ask until somebody listens, and give the first answer."""
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(url, b'{"query": "{ __typename }"}', headers)  # noqa: S310 - our own server
    while server.poll() is None:
        try:
            with urllib.request.urlopen(request) as response:  # noqa: S310 - our own server
                found: dict[str, object] = json.load(response)
                return found
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.02)
    raise RuntimeError("the server ended before it answered")


def environment(server: EmbeddedPostgres) -> Iterator[tuple[str, str]]:
    """Give what a server is told by its environment."""
    yield from os.environ.items()
    yield "RUNTIME_DATABASE_URL", server.url("wuyi_runtime")
    yield "PLATFORM_DATABASE_URL", server.url("wuyi_platform")
    yield "WUYI_SECRET", secrets.token_hex(32)


async def prepare(server: EmbeddedPostgres) -> None:
    """Bring a district on board for which there is something to answer."""
    database = Database.open(server.url("wuyi_runtime"), server.url("wuyi_platform"))
    await onboard(database, NOW)
    await database.dispose()


def measure(server: EmbeddedPostgres, rounds: int) -> None:
    """Start servers and bare interpreters by turns, and say what they used."""
    told, modules = dict(environment(server)), json.loads(interpreter(LOADED))
    spent_to_answer(told, "/t/bench/public/graphql")  # bytecode is made here if it is not yet there
    say(f"{len(modules)} modules of others")
    for name, path in (("public", "/t/bench/public/graphql"), ("official", "/t/bench/graphql")):
        turns = [(spent_to_answer(told, path), spent_importing(modules)) for _ in range(rounds)]
        ours, bare = (median(spent) for spent in zip(*turns, strict=True))
        say(
            f"{name}: {ours:.2f} s of CPU to the first answer, {bare:.2f} s for packages alone, {ours / bare:.2f} x"
        )


def main(rounds: int = ROUNDS) -> None:
    """Make a database that is thrown away, and measure starts on it."""
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-bench-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        upgrade(server.url())
        asyncio.run(prepare(server))
        measure(server, rounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
