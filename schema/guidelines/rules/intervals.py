"""What a condition comes to when each of its facts is only known to lie in an interval."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from schema.guidelines.rules.expressions import Node

ORDERED = (
    ("children.titled", "children.count"),
    ("roster.unverified", "roster.households"),
    ("roster.in_special_groups", "roster.residents"),
)
"""Facts of which the first never exceeds the second: it counts some of what the second counts all of."""


class Interval(NamedTuple):
    """Whole numbers from `low` to `high`, both included."""

    low: int
    high: int


class Unknown(NamedTuple):
    """Anything: no interval tells, or it cannot be computed everywhere."""


Meaning = Interval | bool | str | Unknown
_UNKNOWN = Unknown()


def evaluate(node: Node, facts: Mapping[str, Meaning]) -> Meaning:
    """Evaluate a condition; an answer of yes or no holds for each value the facts can have."""
    if node.operator == "is":
        number = type(node.value) is int
        # mypy does not see through `number`; a literal that is none is a text or a truth value
        return Interval(node.value, node.value) if number else node.value  # type: ignore[arg-type,return-value]
    if node.operator == "fact":
        return facts.get(str(node.value), _UNKNOWN)
    if node.operator in {"&&", "||"}:
        return _joined(node, facts)
    if node.operator == "?":
        return _chosen(node, facts)
    if node.operator == "in":
        return _listed(node, facts)
    known = _known_order(node)
    if known is not None:
        return known
    operands = [evaluate(each, facts) for each in node.operands]
    return _applied(node.operator, operands)


def _applied(operator: str, operands: list[Meaning]) -> Meaning:
    if operator == "!":
        return not operands[0] if isinstance(operands[0], bool) else _UNKNOWN
    if all(isinstance(each, bool) for each in operands) or all(isinstance(each, str) for each in operands):
        return _plain(operator, *operands) if len(operands) == 2 else _UNKNOWN
    numbers = [each for each in operands if isinstance(each, Interval)]
    if len(numbers) < len(operands):
        return _UNKNOWN
    if operator == "neg":
        return Interval(-numbers[0].high, -numbers[0].low)
    return _ARITHMETIC[operator](*numbers) if operator in _ARITHMETIC else _UNKNOWN


def _joined(node: Node, facts: Mapping[str, Meaning]) -> Meaning:
    sides = [evaluate(each, facts) for each in node.operands]
    settles = node.operator == "||"
    if any(side is settles for side in sides):
        return settles
    return not settles if all(side is (not settles) for side in sides) else _UNKNOWN


def _chosen(node: Node, facts: Mapping[str, Meaning]) -> Meaning:
    condition, *branches = (evaluate(each, facts) for each in node.operands)
    if isinstance(condition, bool):
        return branches[0] if condition else branches[1]
    return branches[0] if branches[0] == branches[1] and isinstance(branches[0], str) else _UNKNOWN


def _listed(node: Node, facts: Mapping[str, Meaning]) -> Meaning:
    sought, listed = node.operands
    if listed.operator != "list":
        return _UNKNOWN
    value = evaluate(sought, facts)
    found = [_equal(value, evaluate(item, facts)) for item in listed.operands]
    return (
        True
        if any(each is True for each in found)
        else False
        if all(each is False for each in found)
        else _UNKNOWN
    )


def _known_order(node: Node) -> bool | None:
    """Compare two facts of which one counts some of the other."""
    names = [str(each.value) for each in node.operands if each.operator == "fact"]
    if len(names) < 2:
        return None
    pair = (names[0], names[1])
    if pair in ORDERED and node.operator in {"<=", ">"}:
        return node.operator == "<="
    if pair[::-1] in ORDERED and node.operator in {">=", "<"}:
        return node.operator == ">="
    if pair[0] == pair[1] and node.operator in {"==", "<=", ">=", "!=", "<", ">"}:
        return node.operator in {"==", "<=", ">="}
    return None


def _equal(left: Meaning, right: Meaning) -> Meaning:
    if isinstance(left, Interval) and isinstance(right, Interval):
        return _COMPARED["=="](left, right)
    if type(left) is type(right) and not isinstance(left, Unknown):
        return left == right
    return _UNKNOWN


def _plain(operator: str, left: Meaning, right: Meaning) -> Meaning:
    if operator in {"==", "!="}:
        return (left == right) is (operator == "==")
    if isinstance(left, str) and isinstance(right, str) and operator in {"<", "<=", ">", ">="}:
        orders = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
        return orders[operator]
    return _UNKNOWN


def _sure(yes: bool, no: bool) -> Meaning:
    return True if yes else False if no else _UNKNOWN


def _times(left: Interval, right: Interval) -> Interval:
    products = [one * other for one in left for other in right]
    return Interval(min(products), max(products))


def _divided(left: Interval, right: Interval) -> Meaning:
    if right.low <= 0 <= right.high:
        return _UNKNOWN
    found = [
        abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1) for one in left for other in right
    ]
    whole = [*found, 0] if left.low <= 0 <= left.high else found
    return Interval(min(whole), max(whole))


def _rest(left: Interval, right: Interval) -> Meaning:
    if right.low <= 0 or left.low < 0:
        return _UNKNOWN
    if left.high < right.low:
        return left
    if left.low == left.high and right.low == right.high:
        return Interval(left.low % right.low, left.low % right.low)
    return Interval(0, min(left.high, right.high - 1))


_COMPARED: Mapping[str, Callable[[Interval, Interval], Meaning]] = {
    "==": lambda a, b: _sure(a.low == a.high == b.low == b.high, a.high < b.low or b.high < a.low),
    "!=": lambda a, b: _sure(a.high < b.low or b.high < a.low, a.low == a.high == b.low == b.high),
    "<": lambda a, b: _sure(a.high < b.low, a.low >= b.high),
    "<=": lambda a, b: _sure(a.high <= b.low, a.low > b.high),
    ">": lambda a, b: _sure(a.low > b.high, a.high <= b.low),
    ">=": lambda a, b: _sure(a.low >= b.high, a.high < b.low),
}
_ARITHMETIC: Mapping[str, Callable[[Interval, Interval], Meaning]] = {
    **_COMPARED,
    "+": lambda a, b: Interval(a.low + b.low, a.high + b.high),
    "-": lambda a, b: Interval(a.low - b.high, a.high - b.low),
    "*": _times,
    "/": _divided,
    "%": _rest,
}
