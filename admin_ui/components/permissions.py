"""Sorting the actions the API offers or refuses. Nothing is decided here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Action = dict[str, Any]
_OTHERS = frozenset({"OTHER_OFFICE", "OUTSIDE_AREA", "ROLE_NOT_ALLOWED", "STEP_NOT_OPEN"})


@dataclass(frozen=True, slots=True)
class Permissions:
    """Allowed actions by name; refused ones apart: those the caller could unblock, and other people's."""

    allowed: dict[str, Action]
    mine: list[Action]
    others: list[Action]


def sort_actions(actions: Iterable[Action]) -> Permissions:
    """Sort the `actions` of an application or a unit, keeping the API's order."""
    allowed: dict[str, Action] = {}
    mine: list[Action] = []
    others: list[Action] = []
    for action in actions:
        if action["allowed"]:
            allowed[action["name"]] = action
        else:
            (others if belongs_to_others(action) else mine).append(action)
    return Permissions(allowed, mine, others)


def district_action(data: Mapping[str, Any], name: str) -> Action:
    """Find what a page's data say of an action in the district."""
    return next(action for action in data["viewer"]["districtActions"] if action["name"] == name)


def belongs_to_others(action: Action) -> bool:
    """Tell whether a refused action is another role's, another area's or another step's turn."""
    return any(reason["code"] in _OTHERS for reason in action["reasons"])
