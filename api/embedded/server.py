"""One private server in a folder, reached through a unix socket only, stopped with the block that uses it."""

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import URL

from api.embedded.programs import (
    give_to_server,
    let_server_reach,
    run,
    run_or_fail,
    spawn,
)
from api.embedded.server_user import EmbeddedError

SUPERUSER = "postgres"
DATABASE = "wuyi"
START_SECONDS = 60
STOP_SECONDS = 30
_PORT = "5432"
_SOCKET_PATH_LIMIT = 103  # the strictest sun_path we run on: macOS, 104 bytes with the closing zero
_CREATE_DATABASE = (
    "select format('create database %I', :'name') "
    "where not exists (select from pg_database where datname = :'name') \\gexec"
)


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """A running server. Who can open its socket is trusted: the socket's folder belongs to its user alone."""

    data: Path
    sockets: Path

    def url(self, user: str = SUPERUSER, database: str = DATABASE) -> str:
        """Give the asyncpg URL of `user`: the superuser for migrations, a login role for all else."""
        socket = {"host": str(self.sockets), "port": _PORT}
        return URL.create("postgresql+asyncpg", user, database=database, query=socket).render_as_string()


@contextlib.contextmanager
def embedded_postgres(directory: Path, *, durable: bool = True) -> Iterator[EmbeddedPostgres]:
    """Run PostgreSQL on `directory/postgres` while the block lasts; a later run finds its data again.

    Blocks for a second or two. Without `durable` the data may not survive a crash of the machine: faster,
    for folders that are thrown away. Raises EmbeddedError when it cannot start or the folder is in use.
    """
    directory = directory.expanduser().resolve()
    with _alone_in(directory), _sockets_for(directory / "postgres") as sockets:
        data = _initialised(directory)
        let_server_reach(data)
        _clear_remains(data)
        process = _start(data, sockets, directory / "postgres.log", durable=durable)
        try:
            _wait_until_ready(process, sockets, directory / "postgres.log")
            run_or_fail("psql", "-qX", "-v", f"name={DATABASE}", *_addressed(sockets), text=_CREATE_DATABASE)
            yield EmbeddedPostgres(data, sockets)
        finally:
            _stop(process)


@contextlib.contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Hold the folder, so that no second platform runs on the same data."""
    with contextlib.ExitStack() as held:
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = held.enter_context((directory / ".lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EmbeddedError(f"{directory} 正被另一个进程使用，请先停止它或换一个目录") from None
        except OSError as problem:
            raise EmbeddedError(f"{directory} 不能用作数据目录（{problem.strerror}），请换一个目录") from None
        yield


@contextlib.contextmanager
def _sockets_for(data: Path) -> Iterator[Path]:
    """Choose the socket's folder: the data folder, or a short one if a socket there cannot be addressed."""
    socket = str(data / f".s.PGSQL.{_PORT}")
    if len(os.fsencode(socket)) <= _SOCKET_PATH_LIMIT and not set(socket) & set(',:"'):
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="wuyi-") as folder:
        give_to_server(Path(folder))
        let_server_reach(Path(folder))
        yield Path(folder)


def _initialised(directory: Path) -> Path:
    """Make the cluster if there is none; it appears under its name only when it is complete."""
    data = directory / "postgres"
    if not data.exists():
        unfinished = directory / "postgres.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        give_to_server(unfinished)
        let_server_reach(unfinished)
        run_or_fail("initdb", "--auth=trust", "--encoding=utf8", "-U", SUPERUSER, "-D", str(unfinished))
        unfinished.rename(data)
    return data


def _clear_remains(data: Path) -> None:
    """Stop the server a killed run left behind; forget its number if another process has it by now."""
    record = data / "postmaster.pid"
    try:
        process = psutil.Process(int(record.read_text().split(maxsplit=1)[0]))
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        return
    with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied, FileNotFoundError):
        if Path(process.cwd()).samefile(data):  # the server works in its data folder
            _stop(process)
            return
    record.unlink(missing_ok=True)


def _start(data: Path, sockets: Path, log: Path, *, durable: bool) -> psutil.Popen:
    settings = {
        "fsync": "on" if durable else "off",
        "listen_addresses": "",
        "log_timezone": "UTC",
        "port": _PORT,
        "unix_socket_directories": f'"{sockets}"',
    }
    options = [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]
    return spawn("postgres", "-D", str(data), *options, log=log)


def _wait_until_ready(process: psutil.Popen, sockets: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not run("pg_isready", "-q", *_addressed(sockets)):
        if process.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedError(f"内置 PostgreSQL 未能启动，原因见 {log} 末尾")
        time.sleep(0.05)


def _addressed(sockets: Path) -> tuple[str, ...]:
    return ("-h", str(sockets), "-p", _PORT, "-U", SUPERUSER, "-d", SUPERUSER)


def _stop(process: psutil.Process) -> None:
    """Stop the server: open sessions are cut, what was committed stays."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(STOP_SECONDS)
