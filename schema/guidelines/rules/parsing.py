"""From text to a guideline: faults of form, all at once, in the author's words and with their places."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schema.guidelines.rules.faults import Fault, Finding, Lines, Location, Place, to_faults
from schema.guidelines.rules.format import Guideline
from schema.guidelines.rules.source import Document, read_source
from schema.guidelines.rules.spelling import meant_key, nearest
from schema.guidelines.rules.wording import odd_character, worded

_UNION = "check"
"""The field whose type depends on its `kind`: pydantic adds a level to the location that the text has not."""

_FIXES: Mapping[str, str] = {
    "score_sheet.pass_mark": "原文没有合格分，须由本区县选定：请填写 pass_mark，例如 85，并列入 proposals。"
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text that was read: the guideline unless it has faults of form, and the place of every value."""

    guideline: Guideline | None
    faults: tuple[Fault, ...]
    lines: Lines


def parse(source: str) -> Parsed:
    """Read a guideline from YAML text; all faults of form are found at once, none is raised.

    Text is text, whatever it looks like: neither `no` nor `'5'` is taken for a truth or a figure.
    """
    document = read_source(source)
    if document.broken:
        return Parsed(None, to_faults(document.findings, document.lines), document.lines)
    try:
        guideline = Guideline.model_validate_json(json.dumps(document.data), strict=True)
    except ValidationError as error:
        findings = [*document.findings, *_findings(error.errors(include_url=False), document)]
        return Parsed(None, to_faults(findings, document.lines), document.lines)
    if document.findings:
        return Parsed(None, to_faults(document.findings, document.lines), document.lines)
    return Parsed(guideline, (), document.lines)


def _findings(wrong: Sequence[ErrorDetails], document: Document) -> Iterator[Finding]:
    """Put pydantic's errors into words; a list is not too short because its items are wrong."""
    around = {item["loc"][:length] for item in wrong for length in range(len(item["loc"]))}
    return (
        _finding(item, document) for item in wrong if item["type"] != "too_short" or item["loc"] not in around
    )


def _finding(details: ErrorDetails, document: Document) -> Finding:
    location = tuple(_written(details["loc"]))
    if details["type"] == "union_tag_not_found":
        misspelt = nearest("kind", {str(key) for key in details["input"]})
        if misspelt is not None:
            return _misspelt((*location, misspelt), "kind")
    if details["type"] == "extra_forbidden":
        meant = meant_key(details["loc"], beside=_keys_at(document.data, location[:-1]))
        if meant is not None:
            return _misspelt(location, meant)
    message, fix = worded(details, _name(location))
    fix = _FIXES.get(".".join(str(part) for part in location), fix)
    odd = odd_character(details)
    place = document.values.get(location)
    if odd is None or place is None:
        return Finding(location, message, fix)
    at, what, mend = odd
    there = Place(place.line, place.column + at)
    return Finding(location, f"{message.removesuffix('。')}：{what}。", f"{mend}。{fix}", place=there)


def _keys_at(data: object, location: Location) -> frozenset[str]:
    """List the keys written at a location; none where the text has no such place."""
    for part in location:
        match data, part:
            case dict(), _ if part in data:
                data = data[part]
            case list(), int():
                data = data[part]
            case _:
                return frozenset()
    return frozenset(data) if isinstance(data, dict) else frozenset()


def _misspelt(location: Location, meant: str) -> Finding:
    return Finding(
        location, f"方案格式中没有 {_name(location)} 这个键。", f"是不是 {meant}？请改正键名，或删除此行。"
    )


def _name(location: Location) -> str:
    match location:
        case ():
            return "方案"
        case (*_, str(field), int(index)):
            return f"{field} 的第 {index + 1} 项"
        case _:
            return str(location[-1])[:40]


def _written(location: Location) -> Iterator[str | int]:
    """Drop the levels of a pydantic location that the text does not have."""
    previous: str | int | None = None
    for part in location:
        if previous != _UNION:
            yield part
        previous = None if previous == _UNION else part
