"""Locked requirements: complete, hashed, alike in every file, and free of addresses."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)((?: --hash=sha256:[0-9a-f]{64})+)$", re.IGNORECASE)


def logical_lines(text: str) -> list[str]:
    """Join continued lines; drop comments and empty ones."""
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    return [
        line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]


def pins(name: str) -> dict[str, Version]:
    """Read the versions a lock file names."""
    found = [PIN.match(line) for line in logical_lines((ROOT / name).read_text())]
    return {canonicalize_name(pin[1]): Version(pin[2]) for pin in found if pin}


def test_there_are_the_four_files_the_makefile_installs() -> None:
    kinds = ["requirements-build.txt", "requirements-dev.txt", "requirements-helm.txt", "requirements.txt"]
    assert [lock.name for lock in LOCKS] == kinds


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_is_a_pin_with_hashes(lock: Path) -> None:
    """So no option, no address of an index and no path of a machine can stand in it."""
    lines = logical_lines(lock.read_text())
    assert lines
    assert [line for line in lines if not PIN.match(line)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_comments_hold_no_address_either(lock: Path) -> None:
    assert (
        re.findall(r"\S*(?:://|--index|--find-links|--trusted-host|/opt/|/home/|/root/)\S*", lock.read_text())
        == []
    )


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-build.txt", PROJECT["build-system"]["requires"]),
        ("requirements-dev.txt", PROJECT["project"]["dependencies"]),
        ("requirements-dev.txt", PROJECT["project"]["optional-dependencies"]["dev"]),
        ("requirements-dev.txt", PROJECT["build-system"]["requires"]),
    ],
)
def test_what_is_declared_is_locked(lock: str, declared: list[str]) -> None:
    """`make lock` was run after the last change of pyproject.toml."""
    locked = pins(lock)
    wanted = [Requirement(line) for line in declared]
    missing = [one.name for one in wanted if canonicalize_name(one.name) not in locked]
    assert missing == []
    unfit = [one.name for one in wanted if locked[canonicalize_name(one.name)] not in one.specifier]
    assert unfit == []


def test_files_agree_on_every_version() -> None:
    everything = pins("requirements-dev.txt")
    for name in ("requirements.txt", "requirements-build.txt"):
        assert pins(name).items() <= everything.items()
