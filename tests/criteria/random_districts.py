"""Random districts with facts of every kind, as hypothesis draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from schema.events.rules import EventKind
from schema.petitions.rules import Answer

CODES = ("a", "a-1", "a0", "b", "a_", "aa", "C", "b-b")
"""Bytes below and above the dot that joins paths, and codes that begin others."""
PLACES = st.integers(1, 3) | st.integers(0, len(CODES))
AGES = st.integers(0, 12) | st.integers(360, 372) | st.integers(0, 1_000)
"""Days ago: lately, about the longest window, at any time."""
CRITERIA = st.sampled_from(("B-g", "B-h"))


@dataclass(frozen=True)
class Row:
    """A fact to be written: its kind, the unit it belongs to, and what its writer makes of the rest."""

    kind: str
    place: int
    values: tuple[Any, ...]


def _rows(kind: str, *values: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    return st.builds(Row, st.just(kind), PLACES, st.tuples(*values))


YES = st.booleans()
PEOPLE = st.lists(st.tuples(st.sampled_from((None, (), ("dialysis",))), YES), max_size=2)
ROWS = (
    _rows("event", st.sampled_from(EventKind), AGES, st.none() | AGES, YES, st.integers(0, 4)),
    _rows("household", st.sampled_from(("occupied", "vacant")), st.none() | AGES, st.integers(0, 4), PEOPLE),
    _rows("log", st.sampled_from(("disinfection", "test_round")), AGES, st.integers(0, 5)),
    _rows("petition", YES, st.lists(st.sampled_from(Answer), max_size=3)),
    _rows("name", st.sampled_from(("active", "suspended", "revoked")), st.sampled_from((None, 0, 1))),
    _rows("assessment", YES, AGES),
    _rows("attestation", CRITERIA, YES, st.none() | st.integers(1, 50), st.integers(0, 1)),
    _rows("evidence", CRITERIA, AGES, YES),
    _rows("figure", st.sampled_from(("vaccination", "publicity")), AGES, st.integers(0, 9)),
    _rows("complaint", AGES, YES, st.sampled_from((None, True, False)), YES),
)


@dataclass(frozen=True)
class Plan:
    """A tree below the root: of each unit the one above it; closed ones with their heirs; and facts."""

    parents: Sequence[int]
    closed: dict[int, frozenset[int]]
    rows: Sequence[Row]
    subset: frozenset[int]


@st.composite
def plans(draw: st.DrawFn, rows: st.SearchStrategy[Row]) -> Plan:
    """Draw a district with many facts of one kind in few places, so that they meet.

    A unit that closed has none below it, and others in its place, which may have closed, too.
    """
    parents = [draw(st.integers(0, number)) for number in range(draw(st.integers(2, len(CODES))))]
    leaves = [number for number in range(1, len(parents) + 1) if number not in parents]
    closed = {}
    for number in draw(st.sets(st.sampled_from(leaves), max_size=3)):
        later = range(number + 1, len(parents) + 1)
        closed[number] = draw(st.frozensets(st.sampled_from(later), max_size=2)) if later else frozenset()
    subset = draw(st.frozensets(st.integers(0, len(parents)), min_size=1))
    return Plan(parents, closed, draw(st.lists(rows, min_size=6, max_size=20)), subset)
