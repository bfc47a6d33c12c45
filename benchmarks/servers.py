"""Servers under measurement: each a process of its own on a port of this machine, whose processor time is read."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import psutil

from benchmarks.cluster import Place
from benchmarks.folder import HOME, REPOSITORY

START_SECONDS, STOP_SECONDS = 60, 10
SECRET = "a benchmark's secret, of no use elsewhere"  # noqa: S105 - opens nothing but a benchmark
NOTHING_KEPT = {"WUYI_ANSWER_CACHE_BYTES": "0"}
"""The setting under which every answer is read anew; kept ones are measured by themselves."""
WUYI = "import sys; from api.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: psutil.Process

    def processor_seconds(self) -> float:
        """Tell how much processor time it and its children have used."""
        times = [each.cpu_times() for each in self._all()]
        return sum(spent.user + spent.system for spent in times)

    def resident_bytes(self) -> int:
        """Tell how much memory it and its children hold."""
        return sum(each.memory_info().rss for each in self._all())

    def _all(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def running(name: str, command: Sequence[str], port: int, **surroundings: str | Path) -> Iterator[Server]:
    """Run a command that serves on a port, from the moment it listens until the block ends.

    Its output goes to `logs/<name>.log`. `cwd` is its folder; all else are variables of its environment.
    Raises RuntimeError if it ends or does not listen.
    """
    logs = HOME / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    folder = surroundings.pop("cwd", REPOSITORY)
    with (logs / f"{name}.log").open("wb") as log:
        process = psutil.Popen(
            command,
            cwd=folder,
            env=_plain_environment() | {key: str(value) for key, value in surroundings.items()},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_until_listening(name, process, port)
        yield Server(port, process)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()


@contextlib.contextmanager
def wuyi(
    name: str, place: Place, build: Path = REPOSITORY, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Server]:
    """Serve the platform, one process, as `wuyi serve` does: by this build, or one in another folder."""
    with python(name, (WUYI, "serve", "--port"), place.serving | dict(settings), build) as server:
        yield server


@contextlib.contextmanager
def python(
    name: str, code: tuple[str, *tuple[str, ...]], environment: Mapping[str, str], build: Path = REPOSITORY
) -> Iterator[Server]:
    """Run a server of Python code that takes its port as the last argument."""
    port = free_port()
    told = {"WUYI_SECRET": SECRET, "PYTHONPATH": str(build), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", *code, str(port)]
    with running(name, command, port, cwd=build, **(told | dict(environment))) as server:
        yield server


def _plain_environment() -> dict[str, str]:
    """Keep what finds programs; nothing of ours, so that a setting of this shell measures nothing else."""
    return {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}


def _wait_until_listening(name: str, process: psutil.Popen, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{name} does not serve; see {HOME / 'logs' / name}.log")
