"""Whether a free condition can hold at all, and whether it can fail, over everything its facts can be.

The domain of each fact is cut where the condition has a constant; on each of the boxes that gives, the condition
is evaluated with intervals, and where that leaves it open, at corners of the box. What is found holds; what
could not be decided within the bound is said to be possible, so nothing is ever said wrongly.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, product
from typing import NamedTuple

from schema.guidelines.rules.conditions import FACTS, NEVER, Condition, Value
from schema.guidelines.rules.expressions import Node, nodes_of, read_expression
from schema.guidelines.rules.intervals import ORDERED, Interval, Meaning, evaluate

_BOXES = 4_000
"""Boxes looked at; a condition of three facts and six constants has some two thousand."""
_MOST = 10_000_000
"""As many households, people or children as no unit has."""
_DAYS = tuple((date(2019, 12, 1) + timedelta(days=at)).isoformat() for at in range(20 * 366))
_CORNERS = 16


class Certainty(NamedTuple):
    """Whether a condition can hold, and whether it can fail; one of them always."""

    can_hold: bool
    can_fail: bool


def certainty(condition: Condition, text: str, kinds: Sequence[str]) -> Certainty:
    """Decide for units of some kinds whether a condition can hold, and whether it can fail to."""
    tree = read_expression(text)
    if tree is None:
        return Certainty(can_hold=True, can_fail=True)
    holds = fails = unsure = False
    cells = [_cells(fact, tree, kinds) for fact in condition.facts]
    boxes = product(*cells)
    for box in islice(boxes, _BOXES):
        named = dict(zip(condition.facts, box, strict=True))
        if not _is_possible(named):
            continue
        outcomes = _outcomes(condition, tree, named)
        holds, fails, unsure = (
            holds or True in outcomes,
            fails or False in outcomes,
            unsure or None in outcomes,
        )
        if holds and fails:
            break
    unsure = unsure or next(boxes, None) is not None
    return Certainty(can_hold=holds or unsure, can_fail=fails or unsure)


def _outcomes(condition: Condition, tree: Node, box: Mapping[str, Meaning]) -> set[bool | None]:
    """Tell what a condition comes to within a box; None where corners do not tell all."""
    found = evaluate(tree, box)
    if isinstance(found, bool):
        return {found}
    seen: set[bool | None] = {bool(condition.holds(values)) for values in islice(_corners(box), _CORNERS)}
    single = all(not isinstance(each, Interval) or each.low == each.high for each in box.values())
    return seen if single else {*seen, None}


def _corners(box: Mapping[str, Meaning]) -> Iterator[Mapping[str, Value]]:
    ends = [_ends(each) for each in box.values()]
    for values in product(*ends):
        named = dict(zip(box, values, strict=True))
        if all(not _exceeds(named, less, more) for less, more in ORDERED):
            yield named


def _ends(cell: Meaning) -> Sequence[Value]:
    if isinstance(cell, Interval):
        return tuple(dict.fromkeys((cell.low, cell.high, (cell.low + cell.high) // 2)))
    return (str(cell),)


def _exceeds(values: Mapping[str, Value], less: str, more: str) -> bool:
    low, high = values.get(less), values.get(more)
    return isinstance(low, int) and isinstance(high, int) and low > high


def _is_possible(box: Mapping[str, Meaning]) -> bool:
    for less, more in ORDERED:
        low, high = box.get(less), box.get(more)
        if isinstance(low, Interval) and isinstance(high, Interval) and low.low > high.high:
            return False
    return True


def _cells(fact: str, tree: Node, kinds: Sequence[str]) -> Sequence[Meaning]:
    """Cut the domain of a fact where the condition has a constant."""
    constants = [node.value for node in nodes_of(tree) if node.operator == "is"]
    if fact == "kind":
        return kinds
    if FACTS[fact] == "string":
        return _days(sorted(text for text in constants if isinstance(text, str)))
    most = NEVER if fact.endswith("days_since") else _MOST
    cuts = sorted({number for number in constants if type(number) is int and number <= most} | {0, most})
    cells: list[Meaning] = []
    for at, number in enumerate(cuts):
        cells.append(Interval(number, number))
        if at + 1 < len(cuts) and cuts[at + 1] > number + 1:
            cells.append(Interval(number + 1, cuts[at + 1] - 1))
    return cells


def _days(texts: Sequence[str]) -> Sequence[str]:
    """Choose days, one for each order they can stand in to the texts a condition compares them with."""
    chosen = {(bisect_left(texts, day), day in texts): day for day in _DAYS}
    return tuple(chosen.values())
