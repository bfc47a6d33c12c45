"""PgBouncer as Debian ships it, pooling transactions over two connections: statements of a session go anywhere."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from api.embedded import EmbeddedPostgres
from tests.builders.databases import Urls

PROGRAM = os.environ.get("WUYI_PGBOUNCER", "/usr/sbin/pgbouncer")
"""Where Debian puts it; `WUYI_PGBOUNCER` names another."""
PORT = 6432
START_SECONDS = 60
SETTINGS = """[databases]
* = host={sockets} port=5432
[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 2
max_client_conn = 200
"""


def require_pgbouncer() -> str:
    """Find the program; skip without it, unless the run must have it."""
    found = shutil.which(PROGRAM)
    if found is not None:
        return found
    if os.environ.get("WUYI_REQUIRE_PGBOUNCER"):
        pytest.fail(f"{PROGRAM} is missing")
    pytest.skip(f"{PROGRAM} is missing")


@contextlib.contextmanager
def pgbouncer(server: EmbeddedPostgres, urls: Urls) -> Iterator[Urls]:
    """Run it before a server while the block lasts, and give the addresses of a database behind it.

    It refuses to run as root, so it runs as whom the server's data belong to.
    """
    program = require_pgbouncer()
    with tempfile.TemporaryDirectory(prefix="wuyi-pooler-") as name:
        folder, owner = Path(name), server.data.stat()
        roles = [make_url(url).username for url in (urls.owner, urls.runtime, urls.platform)]
        (folder / "users").write_text("".join(f'"{role}" ""\n' for role in roles))
        (folder / "pgbouncer.ini").write_text(
            SETTINGS.format(sockets=server.sockets, port=PORT, folder=folder)
        )
        for path in (folder, *folder.iterdir()):
            os.chown(path, owner.st_uid, owner.st_gid)
        as_owner = {} if os.geteuid() else {"user": owner.st_uid, "group": owner.st_gid}
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(  # noqa: S603 - the program that was asked for
                [program, str(folder / "pgbouncer.ini")], stdout=log, stderr=log, **as_owner
            )
        try:
            _wait_until_ready(process, folder)
            yield Urls(*(_through(url, folder) for url in (urls.owner, urls.runtime, urls.platform)))
        finally:
            process.terminate()
            process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with socket.socket(socket.AF_UNIX) as asking, contextlib.suppress(OSError):
            asking.connect(str(folder / f".s.PGSQL.{PORT}"))
            return
        time.sleep(0.05)
    pytest.fail((folder / "log").read_text())


def _through(url: str, folder: Path) -> str:
    return make_url(url).set(query={"host": str(folder), "port": str(PORT)}).render_as_string(False)
