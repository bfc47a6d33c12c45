"""The pages know no role: what somebody may do is the API's to say, in `actions` and in its refusals."""

import re
from pathlib import Path

import pytest
from graphql import GraphQLEnumType

from admin_ui import pages
from tests.admin_ui.committed import SCHEMAS

HERE = Path(pages.__file__).parent
SOURCES = sorted(path for path in HERE.parent.rglob("*") if path.suffix in {".py", ".html", ".graphql"})


def roles() -> frozenset[str]:
    """Read the names of the roles off the committed schema."""
    role = SCHEMAS["official"].type_map["Role"]
    assert isinstance(role, GraphQLEnumType)
    return frozenset(role.values)


def named_in(text: str) -> list[str]:
    """Find names of roles: as the API writes them anywhere, in small letters as a whole string."""
    names = "|".join(sorted(roles()))
    return re.findall(rf"\b(?:{names})\b|(?i:[\"'](?:{names})[\"'])", text)


def test_no_role_is_named_in_the_back_office() -> None:
    found = {
        str(path.relative_to(HERE.parent)): named_in(path.read_text(encoding="utf-8")) for path in SOURCES
    }
    assert {path: names for path, names in found.items() if names} == {}
    assert len(found) > 200


@pytest.mark.parametrize("text", ['role == "STREET"', "grant['role'] == 'street'", "{TENANT_ADMINISTRATOR}"])
def test_a_role_would_be_found(text: str) -> None:
    assert len(named_in(text)) == 1
