"""Faults of texts: characters nobody sees, or that make a text read differently from what it is."""

from collections.abc import Iterator

from pydantic import BaseModel

from schema.frame.characters import unseen
from schema.guidelines.rules.characters import called
from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Guideline

_OF_LINES = frozenset({"guidance", "realised_by", "holds"})
"""Texts of more than one line."""


def unseen_characters(guideline: Guideline) -> Iterator[Finding]:
    """Find control characters and turns of direction in any text, however they were written."""
    for place, text in _texts(guideline, ()):
        name = next((part for part in reversed(place) if isinstance(part, str)), "")
        for at in unseen(text, lines=name in _OF_LINES):
            yield Finding(
                place,
                f"{name} 的第 {at + 1} 个字符是看不见的{called(text[at])}。",
                "请删去它；显示的文字可能与实际不同。",
            )


def _texts(value: object, place: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), (*place, name))
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from _texts(entry, (*place, name))
    elif isinstance(value, tuple):
        for at, entry in enumerate(value):
            yield from _texts(entry, (*place, at))
