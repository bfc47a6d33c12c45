"""Each requirement of the 文龙街道 guideline and each open question is named by a test that proves it."""

import re
from pathlib import Path

import pytest

from schema.guidelines.templates import load_template

TESTS = Path(__file__).parents[1]
WENLONG = load_template("wenlong").guideline
REQUIREMENTS = sorted(
    {one.id for one in WENLONG.criteria}
    | {one.id for one in WENLONG.processes}
    | {one.id for one in WENLONG.practices}
)
FUNCTION = re.compile(
    r"^(?:async )?def (test_\w+).*?(?=^(?:async )?def |^@|^class |\Z)", re.MULTILINE | re.DOTALL
)
NAMED = re.compile(r"B-(?:U\d|W\d|M\d|[a-s])\b")
SPAN = re.compile(r"B-(W|U|M)?([a-s\d]) … B-(?:W|U|M)?([a-s\d])\b")


def _named_by(text: str) -> set[str]:
    """List the ids a test names: in its docstring or parameters, in its name, or as a span B-a … B-d."""
    found = set(NAMED.findall(text))
    found |= {
        f"B-{name.upper() if name[1:].isdigit() else name}" for name in re.findall(r"b_([a-z]\d?)_", text)
    }
    for kind, low, high in SPAN.findall(text):
        found |= {f"B-{kind}{chr(code)}" for code in range(ord(low), ord(high) + 1)}
    return found


@pytest.fixture(scope="module")
def named() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        if file == Path(__file__):
            continue
        for function in FUNCTION.finditer(file.read_text("utf-8")):
            for requirement in _named_by(function[0]):
                found.setdefault(requirement, []).append(f"{file.relative_to(TESTS)}::{function[1]}")
    return found


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_each_requirement_is_named_by_a_test(named: dict[str, list[str]], requirement: str) -> None:
    assert named.get(requirement), f"no test names {requirement}"


def test_tests_name_requirements_that_exist(named: dict[str, list[str]]) -> None:
    """Other ids are typing errors, or inventions of tests that want an unknown one."""
    assert {one for one in named if one not in REQUIREMENTS} <= {"B-W9", "B-z"}
