"""The peers: other servers over the same database, installed when they are first needed and kept."""

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cluster import Place
from benchmarks.folder import HOME
from benchmarks.servers import Server, free_port, running
from benchmarks.statements import STATEMENTS

_SOURCES = Path(__file__).parent
_INSTALLED = HOME / "peers"
_NODE = _INSTALLED / "node_modules" / "node" / "bin" / "node"
_INSTALL = ("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
INSTALL_SECONDS = 300


class PeersMissingError(RuntimeError):
    """The peers cannot be had on this machine; the message says why."""


def install() -> None:
    """Put the peers of `package.json` in the kept folder, unless they are there; needs npm and its registry."""
    _INSTALLED.mkdir(parents=True, exist_ok=True)
    wanted = (_SOURCES / "package.json").read_text()
    done = _INSTALLED / "installed.json"
    if not done.exists() or done.read_text() != wanted:
        (_INSTALLED / "package.json").write_text(wanted)
        if shutil.which("npm") is None:
            raise PeersMissingError("npm is not installed")
        try:
            ran = subprocess.run(  # noqa: S603 - npm, as written here
                _INSTALL, cwd=_INSTALLED, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise PeersMissingError("npm did not finish in time") from None
        if ran.returncode or not _NODE.exists():
            raise PeersMissingError(f"npm install failed: {ran.stderr.strip()[-300:]}")
        done.write_text(wanted)
    for source in _SOURCES.glob("*.mjs"):
        shutil.copy(source, _INSTALLED)


def versions() -> dict[str, str]:
    """Tell which versions are measured."""
    wanted: dict[str, str] = json.loads((_SOURCES / "package.json").read_text())["dependencies"]
    return wanted


@contextlib.contextmanager
def postgraphile(place: Place) -> Iterator[Server]:
    """Serve PostGraphile with its Amber preset and a setting of each request."""
    with _node("postgraphile", place) as server:
        yield server


@contextlib.contextmanager
def mercurius(place: Place) -> Iterator[Server]:
    """Serve mercurius with its JIT over the statements written by hand."""
    statements = _INSTALLED / "statements.json"
    statements.write_text(json.dumps(STATEMENTS))
    with _node("mercurius", place, str(statements)) as server:
        yield server


@contextlib.contextmanager
def _node(name: str, place: Place, *more: str) -> Iterator[Server]:
    port = free_port()
    command = [str(_NODE), f"{name}.mjs", str(place.server.sockets), place.name, str(port), *more]
    production = {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    with running(name, command, port, cwd=_INSTALLED, **production) as server:
        yield server
