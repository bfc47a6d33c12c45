"""What a misspelt key was meant to be: the nearest of the keys its place may have."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

from schema.guidelines.rules.faults import Location
from schema.guidelines.rules.format import Guideline


def meant_key(location: Location, beside: frozenset[str]) -> str | None:
    """Tell which key was meant by the last part of a location as pydantic gives it; None if none is near.

    Keys that stand `beside` it were not meant.
    """
    parts: Sequence[type[BaseModel]] = (Guideline,)
    for name in location[:-1]:
        if isinstance(name, str):
            parts = _inside(parts, name)
    return nearest(str(location[-1]), {key for part in parts for key in part.model_fields} - beside)


def nearest(word: str, choices: set[str]) -> str | None:
    """Find the choice a word was most likely meant to be; None if none is near."""
    return next(iter(get_close_matches(word, sorted(choices), n=1, cutoff=0.5)), None)


def _inside(parts: Sequence[type[BaseModel]], name: str) -> Sequence[type[BaseModel]]:
    """Go into the field of this name, or, where there are several kinds of parts, into the kind of this name."""
    chosen = [
        part for part in parts if len(parts) > 1 and name in get_args(part.model_fields["kind"].annotation)
    ]
    if chosen:
        return chosen
    fields = [part.model_fields[name] for part in parts if name in part.model_fields]
    return [found for field in fields for found in _parts(field.annotation)]


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


def _all_keys(part: type[BaseModel], seen: frozenset[type[BaseModel]]) -> frozenset[str]:
    inner = {found for field in part.model_fields.values() for found in _parts(field.annotation)} - seen
    below = (_all_keys(found, seen | {found}) for found in inner)
    return frozenset(part.model_fields).union(*below)


KEYS = _all_keys(Guideline, frozenset({Guideline}))
"""Every key that any part of the format has."""
