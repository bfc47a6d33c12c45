"""The wheel holds every file the platform reads at run time, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("admin_ui", "api", "authz", "schema", "tenants")
LEFT_OUT = {"__pycache__", ".DS_Store"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    """Build the wheel with the locked build backend, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - own interpreter
    assert done.returncode == 0, done.stderr
    return zipfile.Path(next(folder.glob("*.whl")))


def files(wheel: zipfile.Path) -> set[str]:
    """Name the files in the wheel."""
    return {name for name in wheel.root.namelist() if not name.endswith("/")}


def test_wheel_holds_our_packages_and_nothing_else(wheel: zipfile.Path) -> None:
    tops = {name.split("/")[0] for name in files(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(OURS)


def test_every_file_of_our_packages_is_in_the_wheel(wheel: zipfile.Path) -> None:
    in_tree = {
        file.relative_to(ROOT).as_posix()
        for package in OURS
        for file in (ROOT / package).rglob("*")
        if file.is_file() and not LEFT_OUT & set(file.parts)
    }
    assert in_tree <= files(wheel)


@pytest.mark.parametrize(
    "pattern",
    [
        "admin_ui/pages/*/*.graphql",
        "admin_ui/pages/*/*.html",
        "admin_ui/static/*.css",
        "authz/model.conf",
        "authz/policy.csv",
        "schema/guidelines/templates/*.yaml",
        "schema/migrations/script.py.mako",
        "schema/migrations/versions/*.py",
    ],
)
def test_wheel_holds_what_is_not_code(wheel: zipfile.Path, pattern: str) -> None:
    assert [name for name in files(wheel) if Path(name).match(pattern)]


def test_wheel_starts_the_command_and_carries_the_licence(wheel: zipfile.Path) -> None:
    information = next(entry for entry in wheel.iterdir() if entry.name.endswith(".dist-info"))
    assert "wuyi = api.cli:main" in (information / "entry_points.txt").read_text()
    assert "Apache License" in (information / "licenses" / "LICENSE").read_text()
    assert "License-Expression: Apache-2.0" in (information / "METADATA").read_text()
