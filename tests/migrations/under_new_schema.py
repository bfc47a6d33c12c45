"""A plugin of pytest for the release before: its tests run on databases that this release's migrations made.

It is loaded by path into a process whose modules are the earlier release's, so it imports nothing of either; this
release's migrations run in a process of their own, from the folder and the Python that the environment names.
"""

import os
import subprocess
from typing import Any

_MIGRATE = "import sys; from schema.migrations import upgrade; upgrade(sys.argv[1])"


def migrate(url: str, _revision: str = "head") -> None:
    """Migrate by the newer release, whatever it is called with."""
    folder = os.environ["WUYI_TEST_NEWER"]
    subprocess.run(  # noqa: S603 - the interpreter of this run
        [os.environ["WUYI_TEST_PYTHON"], "-c", _MIGRATE, url],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": folder},
        check=True,
        timeout=300,
    )


def pytest_sessionstart(session: Any) -> None:
    """Hand the earlier tests the newer migrations, before their fixtures ask for them."""
    conftest = session.config.pluginmanager.get_plugin(str(session.config.rootpath / "tests" / "conftest.py"))
    assert conftest is not None, "the earlier release has no tests/conftest.py"
    conftest.upgrade = migrate
