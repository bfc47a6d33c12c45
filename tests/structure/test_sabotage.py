"""Each contract and each law notices who breaks it: in a copy of the house, one fault of every way is put in."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure import laws
from tests.structure.code import Module, modules
from tests.structure.plan import ROOT

PACKAGES = ("api", "admin_ui", "schema", "authz", "tenants")
IMPORTS = {
    "tenants.base": "import authz.actions",
    "authz.actions": "import schema.frame.errors",
    "schema.frame.errors": "import api.settings",
    "schema.frame.text": "import schema.units.rules",
    "schema.frame.pagination": "import schema.frame.background",
    "schema.plans": "import schema.units.tables",
    "schema.units.rules": "import sqlalchemy",
    "schema.residents.rules": "import strawberry",
    "schema.petitions.rules": "import uuid_utils",
    "schema.figures.rules": "import secrets",
    "schema.complaints.rules": "import time",
    "schema.key_areas.rules": "import os",
    "schema.deadlines.rules": "import tenants.base",
    "schema.units.tables": "import schema.units.operations",
    "schema.events.repository": "import schema.consequences.repository",
    "schema.figures.repository": "import strawberry",
    "schema.figures.operations": "import sqlalchemy",
    "schema.figures.graphql": "import asyncpg",
    "schema.jobs.mutations": "import schema.jobs.queries",
    "schema.applications.loading": "import schema.applications.guards",
    "schema.notifications.operations.delivery": "import strawberry",
    "authz.table": "import authz.sign_in",
    "tenants.tables": "import tenants.outbox",
    "api.settings": "import api.app",
    "api.app": "import api.stage.demo.run",
    "api.stage.demo.run": "import api.stage.walkthrough.run",
    "admin_ui.dates": "import admin_ui.app",
    "admin_ui.forms": "import schema.frame.errors",
    "tenants.audit": "import admin_ui.app",
}
"""A module, and an import it may not have."""
STRAYS = (
    "api/odds.py",
    "admin_ui/odds.py",
    "authz/odds.py",
    "tenants/odds.py",
    "schema/odds/__init__.py",
    "schema/frame/odds.py",
    "schema/units/odds.py",
    "api/stage/odds.py",
)
"""Modules on no layer."""
CALLS = {
    "schema.units.rules": "datetime.now()",
    "schema.residents.rules": "uuid.uuid4()",
    "schema.figures.rules": "os.urandom(8)",
    "schema.complaints.rules": "uuid_utils.uuid7()",
    "schema.key_areas.rules": "date.today()",
}


def _file(copy: Path, module: str) -> Path:
    path = copy.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _add(copy: Path, module: str, line: str) -> None:
    with _file(copy, module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


@pytest.fixture(scope="module")
def before(copy: Path) -> subprocess.CompletedProcess[str]:
    return _lint(copy)


@pytest.fixture(scope="module")
def after(copy: Path, before: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    for module, line in IMPORTS.items():
        _add(copy, module, line)
    for stray in STRAYS:
        path = copy / stray
        path.parent.mkdir(exist_ok=True)
        path.write_text('"""A module of no layer."""\n', encoding="utf-8")
    return _lint(copy)


def _lint(copy: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(  # noqa: S603 - own interpreter
        [sys.executable, "-c", program],
        cwd=copy,
        env={"PYTHONPATH": str(copy), "COLUMNS": "400", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_house_as_it_stands_keeps_every_contract(before: subprocess.CompletedProcess[str]) -> None:
    assert before.returncode == 0, before.stdout
    assert "0 broken" in before.stdout


def test_every_contract_is_broken_by_something(after: subprocess.CompletedProcess[str]) -> None:
    assert after.returncode == 1
    assert "Contracts: 0 kept" in after.stdout, after.stdout


@pytest.mark.parametrize("module", IMPORTS)
def test_a_forbidden_import_is_noticed(module: str, after: subprocess.CompletedProcess[str]) -> None:
    imported = IMPORTS[module].removeprefix("import ")
    assert f"{module} -> {imported}" in after.stdout


@pytest.mark.parametrize("stray", STRAYS)
def test_a_module_on_no_layer_is_noticed(stray: str, after: subprocess.CompletedProcess[str]) -> None:
    name = stray.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert f"- {name}" in after.stdout or name in after.stdout


def test_what_is_made_in_rules_is_noticed(copy: Path, after: subprocess.CompletedProcess[str]) -> None:
    for module, call in CALLS.items():
        _add(copy, module, call)
    found = list(laws.clocks_in_rules(modules(copy)))
    assert sorted({place.split(":")[0] for place in found}) == sorted(CALLS)


def _broken(copy: Path, module: str, line: str) -> list[Module]:
    _add(copy, module, line)
    return modules(copy)


def test_a_second_door_to_a_row_is_noticed(copy: Path, after: subprocess.CompletedProcess[str]) -> None:
    broken = _broken(copy, "schema.figures.repository", "from schema.units.tables import Unit")
    assert ("schema.figures.repository", "schema.units.tables") in set(laws.foreign_tables(broken))


def test_a_statement_elsewhere_is_noticed(copy: Path, after: subprocess.CompletedProcess[str]) -> None:
    broken = _broken(copy, "schema.reviews.operations", "from sqlalchemy import select")
    assert "schema.reviews.operations" in set(laws.statements_elsewhere(broken))


def test_an_asserted_answer_is_noticed(copy: Path, after: subprocess.CompletedProcess[str]) -> None:
    broken = _broken(copy, "schema.reviews.operations", "def no() -> None:\n    raise AssertionError")
    assert any(place.startswith("schema.reviews.operations:") for place in laws.assertions(broken))


def test_an_idle_resolver_is_noticed(copy: Path, after: subprocess.CompletedProcess[str]) -> None:
    idle = "@strawberry.field\nasync def constant() -> int:\n    return 1"
    broken = _broken(copy, "schema.reviews.graphql", idle)
    assert any(place.startswith("schema.reviews.graphql:") for place in laws.idle_resolvers(broken))


def test_a_role_called_by_hand_is_noticed(copy: Path, after: subprocess.CompletedProcess[str]) -> None:
    broken = _broken(copy, "schema.reviews.operations", 'TEXT = "请街道办理。"')
    assert any(place.startswith("schema.reviews.operations:") for place in laws.roles_by_hand(broken))
