"""The reference page of the format: complete, and every example is a guideline that could be published."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from schema.guideline_drafts.rules import check_package
from schema.guidelines.rules import explain
from schema.guidelines.rules.format import Guideline

PAGE = Path(__file__).parents[2].joinpath("docs/guideline-format.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
SECTIONS = dict(re.findall(r"^## (\w+)$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


@cache
def parts() -> dict[str, type[BaseModel]]:
    """List every part a guideline can have, by name."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[Any] = [Guideline]
    while waiting:
        part = waiting.pop()
        if isinstance(part, type) and issubclass(part, BaseModel):
            if part.__name__ not in found:
                found[part.__name__] = part
                waiting += [field.annotation for field in part.model_fields.values()]
        else:
            waiting += get_args(part)
    return found


def choices(annotation: Any) -> set[str]:
    """List the words a field may be set to."""
    if get_origin(annotation) is Literal:
        return {str(choice) for choice in get_args(annotation)}
    return {choice for inner in get_args(annotation) for choice in choices(inner)}


def blocks(text: str) -> dict[str, str]:
    """Cut a text at its top keys."""
    return {
        block.split(":", 1)[0]: block
        for block in re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)
        if block
    }


def whole(number: int) -> str:
    """Complete an example: what it shows takes the place of that in the first."""
    return "".join((blocks(EXAMPLES[0]) | blocks(EXAMPLES[number])).values())


@pytest.mark.parametrize("part", parts())
def test_every_field_is_explained_under_its_part(part: str) -> None:
    mentioned = set(re.findall(r"`([\w./:{} -]+)`", SECTIONS[part]))
    words = {word for text in mentioned for word in re.findall(r"\w+", text)}
    fields = set(parts()[part].model_fields)
    lacking = {field for field in fields if field not in words}
    assert not lacking


@pytest.mark.parametrize("part", parts())
def test_every_choice_is_named(part: str) -> None:
    """Codes shared by parts (events, roles) are named once on the page."""
    wanted = set().union(*(choices(field.annotation) for field in parts()[part].model_fields.values()))
    assert {
        choice for choice in wanted if not re.search(rf"`[^`]*\b{choice}\b[^`]*`|: {choice}\b", PAGE)
    } == set()


def test_no_section_explains_what_is_gone() -> None:
    assert set(SECTIONS) == set(parts())


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_could_be_published(number: int) -> None:
    """One that shows a single part may leave out by what a name is lost; nothing else is remarked."""
    checked = check_package(whole(number))
    assert [fault for fault in checked.faults if "没有哪一条会使其失去命名" not in fault.message] == []
    assert checked.guideline is not None
    assert explain(checked.guideline).startswith(f"《{checked.guideline.title}》")
