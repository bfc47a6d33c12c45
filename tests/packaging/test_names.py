"""Five short top-level names are ours alone: another distribution that owned one would shadow our code."""

import importlib.metadata
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("admin_ui", "api", "authz", "schema", "tenants")


@pytest.mark.parametrize("name", OURS)
def test_no_other_distribution_owns_the_name(name: str) -> None:
    """An editable installation of ours lists no packages, so that here an empty list is right too."""
    owners = importlib.metadata.packages_distributions().get(name, [])
    assert set(owners) <= {"wuyi"}


@pytest.mark.parametrize("name", OURS)
def test_the_name_leads_to_this_tree(name: str) -> None:
    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).parent == ROOT / name


def test_a_foreign_owner_would_be_seen() -> None:
    """The other way round: the catalogue does name the owner of what we depend on."""
    assert importlib.metadata.packages_distributions()["starlette"] == ["starlette"]
