"""Sorts what lies in the tree by the units that it concerns: those it lies in, and those it lies over."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from schema.units.repository import ancestor_paths

T = TypeVar("T")

HORIZON = timedelta(days=366)
"""No window, span or validity of the format is longer."""


def inside(rows: Iterable[tuple[T, str]], asked: Collection[str]) -> Mapping[str, Sequence[T]]:
    """Give each of the paths asked for what lies at it or below, in the order of the rows."""
    wanted = frozenset(asked)
    found: dict[str, list[T]] = defaultdict(list)
    for row, place in rows:
        for path in (*ancestor_paths(place), place):
            if path in wanted:
                found[path].append(row)
    return found


def over(rows: Iterable[tuple[T, str]], asked: Collection[str]) -> Mapping[str, Sequence[T]]:
    """Give each of the paths asked for what lies at it or above, in the order of the rows."""
    at: dict[str, list[tuple[int, T]]] = defaultdict(list)
    for number, (row, place) in enumerate(rows):
        at[place].append((number, row))
    found: dict[str, Sequence[T]] = {}
    for path in asked if at else ():
        here = {number: row for place in (*ancestor_paths(path), path) for number, row in at.get(place, ())}
        found[path] = [here[number] for number in sorted(here)]
    return found
