"""Builds side by side: this one and an older commit, each with a demo of its own seeding, made the same day."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from api.embedded import embedded_postgres
from benchmarks.cluster import Place
from benchmarks.folder import HOME, REPOSITORY
from benchmarks.rounds import request
from benchmarks.servers import SECRET, WUYI

BASELINE = "200e202"
DEMO_SECONDS = 180
FIRST_REQUEST = request(
    "/t/qijiang/public/graphql",
    {"query": '{ unitStatus(code: "500110002013-X1-01") { code titled title number since } }'},
    {},
)
"""What anybody may ask of a demo."""
_CAPTURED = Path(__file__).with_name("captured.py")


class BuildMissingError(RuntimeError):
    """A commit is not in this clone."""


def build_of(commit: str) -> Path:
    """Give the folder of a commit's build, taken out of the repository once."""
    folder = HOME / "builds" / commit
    if not folder.exists():
        packed = subprocess.run(["git", "archive", commit], cwd=REPOSITORY, capture_output=True, check=False)  # noqa: S603, S607 - our own programs
        if packed.returncode:
            raise BuildMissingError(f"commit {commit} is not in this clone: {packed.stderr.decode().strip()}")
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(folder, filter="data")
    return folder


@contextlib.contextmanager
def demo(name: str, build: Path) -> Iterator[Place]:
    """Run the database of a build's demo, seeded by that build today; new migrations make it be seeded anew."""
    migrations = sorted(path.name for path in (build / "schema" / "migrations" / "versions").glob("*.py"))
    newest = migrations[-1].partition("_")[0]
    folder = HOME / "demos" / f"{name}-{newest}-{datetime.now(UTC):%Y%m%d}"
    if not (folder / "demo.json").exists():
        for stale in folder.parent.glob(f"{name}-*"):
            shutil.rmtree(stale)
        _seed(folder, build)
    with embedded_postgres(folder, durable=False) as server:
        yield Place(server, "wuyi")


def captured(place: Place, build: Path, told: dict[str, Any]) -> dict[str, Any]:
    """Have a build's back office say what its pages ask for; see `captured.py`."""
    ran = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-P", str(_CAPTURED)],
        input=json.dumps(told),
        cwd=build,
        env=_environment(build) | place.serving,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"the pages of {build.name} cannot be asked for: {ran.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(ran.stdout[ran.stdout.index('{"token"') :])
    return found


def _seed(folder: Path, build: Path) -> None:
    """Run a build's demo until it is ready, and stop it."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "demo.log"
    with log.open("wb") as output:
        process = psutil.Popen(
            [sys.executable, "-c", WUYI, "demo", "--port", "0", "--data", str(folder)],
            cwd=build,
            env=_environment(build),
            stdout=output,
            stderr=output,
        )
    deadline = time.monotonic() + DEMO_SECONDS
    while b"\nready " not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the demo of {build.name} does not start; see {log}")
        time.sleep(0.2)
    process.terminate()
    process.wait(60)


def _environment(build: Path) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
    return inherited | {"PYTHONPATH": str(build), "WUYI_SECRET": SECRET, "WUYI_LOG_LEVEL": "WARNING"}
