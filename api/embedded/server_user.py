"""The system user PostgreSQL runs as where we are root, which it refuses to be."""

import contextlib
import os
import pwd
import subprocess
import time

_SYSTEM_USER = "embedded_postgres"
_ANOTHER_ADDED_IT = 9
_LOCKED = frozenset({1, 10})
"""How `useradd` ends where the files of users or groups cannot be written now: something else is adding users."""
_TRIES = 120
_SECONDS_BETWEEN_TRIES = 0.25


class EmbeddedError(Exception):
    """The embedded server cannot run. The message is one line and says what would fix it."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}；也可用 DATABASE_URL 指定现有的数据库。")


def server_user() -> pwd.struct_passwd | None:
    """Name the system user the server runs as, if we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    for _ in range(_TRIES):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(_SYSTEM_USER)
        obstacle = _add_system_user()
        if obstacle:
            time.sleep(_SECONDS_BETWEEN_TRIES)
    raise EmbeddedError(
        f"无法建立系统用户 {_SYSTEM_USER}（{obstacle or '建立后仍未找到'}），请以普通用户运行"
    )


def _add_system_user() -> str | None:
    """Add it, and tell what will pass when asked again: the file of users is locked while others are added."""
    try:
        done = subprocess.run(  # noqa: S603 - no input of others
            ["useradd", "--system", _SYSTEM_USER],  # noqa: S607 - where it lies differs between systems
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"LC_ALL": "C"},
        )
    except OSError as error:
        raise EmbeddedError(
            f"无法建立系统用户 {_SYSTEM_USER}（{error.strerror}），请以普通用户运行"
        ) from None
    if done.returncode in {0, _ANOTHER_ADDED_IT}:
        return None
    reason = (done.stderr.strip().splitlines() or [f"useradd 退出码 {done.returncode}"])[-1]
    if done.returncode in _LOCKED:
        return reason
    raise EmbeddedError(f"无法建立系统用户 {_SYSTEM_USER}（{reason}），请以普通用户运行")
