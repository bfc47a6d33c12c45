"""Each requirement of the two built-in guidelines and each open question is named by a test that proves it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from schema.guidelines.repository.templates import load_template

TESTS = Path(__file__).parents[1]
INVENTED = {"B-W9", "B-z"}
"""Ids of tests that want an unknown one; anything else unknown is a typing error."""

NAMED = re.compile(
    r"\b(?:B-(?:U\d|W\d|M\d|[a-s])(?![\w.])|T-(?:U\d|P\d+|D\d|\d\.\d+[a-l](?![a-z])|3\.2[HML]|\d\.\d)(?![\w]))"
)
IN_NAMES = re.compile(r"(b)_([a-z]\d?)_|(t)_([dpu]\d+)_")
SPAN = re.compile(r"B-(W|U|M)?([a-s\d]) … B-(?:W|U|M)?([a-s\d])\b")
TABLES = {"guidelines/test_town.py"}
"""Tables that say where an id stands prove nothing of what it does."""


def _requirements(template: str) -> set[str]:
    guideline = load_template(template).guideline
    parts = (*guideline.criteria, *guideline.processes, *guideline.practices)
    return {part.id for part in parts}


REQUIREMENTS = sorted(_requirements("wenlong") | _requirements("town"))


def _tests(source: str) -> Iterator[tuple[str, str]]:
    """Give each test's name and its text: parameters, docstring and body."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            begin = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield node.name, "\n".join(lines[begin - 1 : node.end_lineno])


def _named_by(text: str) -> set[str]:
    """List the ids a test names: in its docstring or parameters, in its name, or as a span B-a … B-d."""
    found = set(NAMED.findall(text))
    for match in IN_NAMES.finditer(text):
        guideline, name = filter(None, match.groups())
        found.add(f"{guideline.upper()}-{name.upper() if name[1:].isdigit() else name}")
    for kind, low, high in SPAN.findall(text):
        found |= {f"B-{kind}{chr(code)}" for code in range(ord(low), ord(high) + 1)}
    return found


@pytest.fixture(scope="module")
def named() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        place = file.relative_to(TESTS).as_posix()
        if file == Path(__file__) or place in TABLES:
            continue
        for name, text in _tests(file.read_text("utf-8")):
            for requirement in _named_by(text):
                found.setdefault(requirement, []).append(f"{place}::{name}")
    return found


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_each_requirement_is_named_by_a_test(named: dict[str, list[str]], requirement: str) -> None:
    assert named.get(requirement), f"no test names {requirement}"


def test_tests_name_requirements_that_exist(named: dict[str, list[str]]) -> None:
    assert {one for one in named if one not in REQUIREMENTS} <= INVENTED
