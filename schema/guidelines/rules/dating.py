"""The guideline of a day: the numbers that changed by then stand in it as they are from that day on."""

import re
import weakref
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from schema.guidelines.rules.format import DatedValue, Guideline, LengthChange, WindowCheck

CHECKS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "complaints": frozenset({"within_days", "at_most"}),
        "latest_round": frozenset({"within_days", "percent"}),
        "log": frozenset({"every_days", "periods", "times"}),
        "rate": frozenset({"at_least_percent", "minimum_denominator", "fresh_days"}),
        "roster": frozenset({"verified_within_days"}),
        "test_days": frozenset({"grace_days", "percent"}),
        "test_rounds": frozenset({"within_days", "rounds", "percent"}),
        "window": frozenset({"days"}),
    }
)
"""By kind of check, the numbers that may change from a day on: those that are judged on a day and by nothing else."""
OTHERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "attest": frozenset({"threshold_percent", "minimum_sample", "valid_days"}),
        "score_sheet": frozenset({"pass_mark"}),
        "sections": frozenset({"minimum"}),
        "supervision": frozenset({"rectification_days", "warnings", "suspension_days"}),
        "duties": frozenset({"every_days", "times", "grace_days"}),
    }
)
_CLAUSE = re.compile(r"criteria\[([^\[\]]+)\]\.(check|attest)\.([a-z_]+)")
_ENTRY = re.compile(r"(duties|score_sheet\.sections)\[([^\[\]]+)\]\.([a-z_]+)")
_PLAIN = re.compile(r"(score_sheet|supervision)\.([a-z_]+)")
_KEPT: dict[int, dict[int, Guideline]] = {}


def as_of(guideline: Guideline, on: date) -> Guideline:
    """Give a guideline as it is on a day; lengths of windows tell of themselves what they are when."""
    if not guideline.dated_values:
        return guideline
    count = sum(each.since <= on for each in guideline.dated_values)
    kept = _KEPT.get(id(guideline))
    if kept is None:
        kept = _KEPT[id(guideline)] = {}
        weakref.finalize(guideline, _KEPT.pop, id(guideline), None)
    if count not in kept:
        kept[count] = _resolved(guideline, on)
    return kept[count]


def is_datable(guideline: Guideline, path: str) -> bool:
    """Tell whether a path names a number of this guideline that may change from a day on."""
    return next(_places(guideline, path), None) is not None


def _resolved(guideline: Guideline, on: date) -> Guideline:
    found = guideline
    for dated in sorted(guideline.dated_values, key=lambda each: each.since):
        for place in list(_places(found, dated.path)):
            if dated.since <= on or place[-2:] == ("check", "days"):
                found = _set(found, place, dated)
    return found


Place = tuple[str | int, ...]


def _places(guideline: Guideline, path: str) -> Iterator[Place]:
    """List where the numbers lie a path stands for: a clause of several kinds has several."""
    clause, entry, plain = (each.fullmatch(path) for each in (_CLAUSE, _ENTRY, _PLAIN))
    if clause is not None:
        key, part, name = clause.groups()
        for index, criterion in enumerate(guideline.criteria):
            within = getattr(criterion, part)
            allowed = OTHERS["attest"] if part == "attest" else CHECKS.get(getattr(within, "kind", ""), ())
            if criterion.id == key and within is not None and name in allowed:
                yield ("criteria", index, part, name)
    elif entry is not None:
        parts, key, name = entry.groups()
        names = parts.split(".")
        entries = guideline.duties if names == ["duties"] else _sections(guideline)
        for index, each in enumerate(entries):
            if each.id == key and name in OTHERS[names[-1]]:
                yield (*names, index, name)
    elif plain is not None:
        part, name = plain.groups()
        if getattr(guideline, part) is not None and name in OTHERS[part]:
            yield (part, name)


def _sections(guideline: Guideline) -> Sequence[Any]:
    return guideline.score_sheet.sections if guideline.score_sheet is not None else ()


def _set(whole: Any, place: Place, dated: DatedValue) -> Any:
    """Set a number deep within immutable parts; a window keeps the length it had, and since when it has another."""
    name, rest = place[0], place[1:]
    if isinstance(whole, tuple):
        at = int(name)
        return (*whole[:at], _set(whole[at], rest, dated), *whole[at + 1 :])
    if rest:
        return whole.model_copy(update={str(name): _set(getattr(whole, str(name)), rest, dated)})
    if isinstance(whole, WindowCheck):
        change = LengthChange(since=dated.since, days=dated.value or 0)
        return whole.model_copy(update={"changes": (*whole.changes, change)})
    return _checked(whole, str(name), dated.value)


def _checked(part: BaseModel, name: str, value: int | None) -> BaseModel:
    return type(part).model_validate({**part.model_dump(), name: value})
