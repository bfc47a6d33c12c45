"""Sorts what lies in the tree by the units that it concerns: those it lies in, and those it lies over."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

from schema.units.repository import ancestor_paths

T = TypeVar("T")


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
    lines: dict[str, list[tuple[int, T]]] = {"": []}

    def line_of(path: str) -> list[tuple[int, T]]:
        if path not in lines:
            above, here = line_of(path.rpartition(".")[0]), at.get(path, [])
            lines[path] = sorted([*above, *here], key=itemgetter(0)) if above and here else above or here
        return lines[path]

    return {path: [row for _, row in line] for path in asked if at and (line := line_of(path))}
