"""The releases that may still run, on the schema as this one leaves it: their own tests, from their own commit."""

import os
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.migrations.releases import ROOT, Release, previous_releases

pytestmark = pytest.mark.long

ASKED = (
    "tests/event_reports/test_side_by_side.py",
    "tests/event_reports/test_operations.py",
    "tests/worklists/test_worklist.py",
    "tests/districts/test_operations.py",
    "tests/statuses/test_status.py",
    "tests/applications/test_at_once.py",
)
"""Reports, several at once among them, worklists, districts that come on board, and what the public reads."""


def git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("git")
    if program is None:
        pytest.skip("git is not installed: the release before cannot be laid out")
    return subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, check=False)  # noqa: S603 - our own words


@pytest.fixture
def tree(release: Release, tmp_path: Path) -> Path:
    """Lay the release out as it was committed."""
    if git("cat-file", "-e", f"{release.commit}^{{commit}}").returncode:
        pytest.skip(f"this copy's history lacks {release.commit}: clone it whole to test the release before")
    archive = git("archive", release.commit)
    assert archive.returncode == 0, archive.stderr
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path


@pytest.mark.parametrize("release", previous_releases(), ids=lambda release: str(release.revision))
def test_it_goes_on_reporting_listing_onboarding_and_reading(tree: Path, release: Release) -> None:
    plugins = Path(__file__).parent
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        "PYTHONPATH": os.pathsep.join([str(tree), str(plugins)]),
        "WUYI_TEST_NEWER": str(ROOT),
        "WUYI_TEST_PYTHON": sys.executable,
    }
    asked = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "under_new_schema",
        *ASKED,
    ]
    done = subprocess.run(  # noqa: S603 - own interpreter
        [sys.executable, *asked],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, f"{release}:\n{done.stdout[-8_000:]}\n{done.stderr[-2_000:]}"
