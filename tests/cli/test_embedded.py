"""The embedded PostgreSQL starts, keeps its data, survives a kill and serves one platform at a time."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

from api.embedded import EmbeddedError, EmbeddedPostgres, embedded_postgres

KILLED_RUN = """
import os, signal, sys
from pathlib import Path
from api.embedded import embedded_postgres
with embedded_postgres(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""


async def ask(server: EmbeddedPostgres, *statements: str) -> object:
    connection = await asyncpg.connect(
        user=make_url(server.url()).username, host=str(server.sockets), port=5432, database="wuyi"
    )
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetchval(statements[-1])
    finally:
        await connection.close()


def run_and_kill(folder: Path) -> int:
    return subprocess.run([sys.executable, "-c", KILLED_RUN, str(folder)], check=False).returncode  # noqa: S603


async def test_a_second_start_finds_the_data_again(tmp_path: Path) -> None:
    with embedded_postgres(tmp_path) as server:
        await ask(server, "create table kept (a int)", "insert into kept values (7)", "select 1")
        assert await ask(server, "show listen_addresses") == ""
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()
    with embedded_postgres(tmp_path) as server:
        assert await ask(server, "select a from kept") == 7


async def test_a_path_no_socket_url_can_carry_gets_a_short_private_folder(tmp_path: Path) -> None:
    folder = tmp_path / f"a folder, with: 文字 {'x' * 90}"
    with embedded_postgres(folder) as server:
        assert server.sockets != server.data
        assert server.sockets.stat().st_mode & 0o077 == 0
        assert await ask(server, "select 1") == 1
    assert not server.sockets.exists()


async def test_a_killed_run_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    assert run_and_kill(tmp_path) == -signal.SIGKILL
    orphan = int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0])
    with embedded_postgres(tmp_path) as server:
        assert int((server.data / "postmaster.pid").read_text().split()[0]) != orphan
        assert await ask(server, "select 1") == 1


async def test_the_number_of_a_dead_server_may_belong_to_another_process_by_now(tmp_path: Path) -> None:
    with embedded_postgres(tmp_path) as server:
        record = (server.data / "postmaster.pid").read_text().splitlines()
    (server.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *record[1:], ""]))
    with embedded_postgres(tmp_path) as server:
        assert await ask(server, "select 1") == 1


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    with (
        embedded_postgres(tmp_path),
        pytest.raises(EmbeddedError, match="另一个进程"),
        embedded_postgres(tmp_path),
    ):
        pass


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedError, match="不能用作数据目录"), embedded_postgres(tmp_path / "file" / "x"):
        pass
    assert (tmp_path / "file").read_bytes() == b""


async def test_settings_meant_for_other_servers_are_kept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("LC_ALL", "xx_YY.UTF-8")
    with embedded_postgres(tmp_path) as server:
        assert await ask(server, "show port") == "5432"
