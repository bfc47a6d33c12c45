"""As root the server runs as a system user, which is added once, however busy the file of users is."""

import os
import pwd
from collections.abc import Callable
from pathlib import Path

import pytest

from api.embedded import EmbeddedError, server_user

ME = pwd.getpwuid(os.getuid())


@pytest.fixture
def useradd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a `useradd` of the test's own first on the path; what it does is a shell script beside `$ADDED`, a file."""
    added = tmp_path / "added"

    def getpwnam(_: str) -> pwd.struct_passwd:
        if not added.exists():
            raise KeyError
        return ME

    def write(script: str) -> Path:
        program = tmp_path / "useradd"
        program.write_text(f"#!/bin/sh\nADDED={added}\n{script}\n")
        program.chmod(0o755)
        return added

    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("pwd.getpwnam", getpwnam)
    monkeypatch.setattr(server_user, "_SECONDS_BETWEEN_TRIES", 0)
    return write


def test_a_locked_file_of_users_is_waited_for(useradd: Callable[[str], Path]) -> None:
    useradd('if [ -e "$ADDED.once" ]; then : > "$ADDED"; else : > "$ADDED.once"; exit 1; fi')
    assert server_user.server_user() == ME


def test_another_process_may_have_been_faster(useradd: Callable[[str], Path]) -> None:
    useradd(': > "$ADDED"; exit 9')
    assert server_user.server_user() == ME


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'useradd: Permission denied.' >&2; exit 3", "useradd: Permission denied."),
        ("echo 'cannot lock /etc/passwd; try again later.' >&2; exit 1", "try again later"),
        ("exit 0", "仍未找到"),
    ],
)
def test_what_does_not_pass_is_told(useradd: Callable[[str], Path], script: str, reason: str) -> None:
    added = useradd(script)
    with pytest.raises(EmbeddedError, match=reason):
        server_user.server_user()
    assert not added.exists()
