"""Where a unit stands: bearing its name, suspended, having lost it, or never named."""

from typing import Any

_ADVERSE = frozenset({"WARNED", "SUSPENDED", "REVOKED"})
_OF_THE_NAME = frozenset({"DESIGNATION_CHANGE_NOT_ALLOWED", "NOT_TITLED", "PLAQUE_NOT_ALLOWED"})


def standing_of(unit: dict[str, Any]) -> dict[str, Any]:
    """Take the designation that counts (held, else last lost) and the change that brought it there."""
    names = unit["designations"]
    held = next(
        (name for name in names if unit["designation"] and name["id"] == unit["designation"]["id"]), None
    )
    last = names[0] if names else None
    changes = _newest_first(last["changes"]) if last else []
    return {
        "status": held["status"] if held else last["status"] if last else None,
        "designation": held or last,
        "change": changes[0] if changes else None,
        "ended_on": last["endedOn"] if last and not held else None,
    }


def offers_of(name: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Take the actions on a name that are worth a word: allowed, or refused for what the reader could wonder at."""
    if name is None:
        return []
    return [
        action for action in name["actions"] if action["allowed"] or _worth_a_word(action, name["status"])
    ]


def _worth_a_word(action: dict[str, Any], status: str) -> bool:
    if action["name"] == "LODGE_APPEAL":
        return status in _ADVERSE
    return not _OF_THE_NAME & {reason["code"] for reason in action["reasons"]}


def history_of(unit: dict[str, Any]) -> list[dict[str, Any]]:
    """List every change of every name the unit bore, newest first."""
    return _newest_first(
        change | {"number": designation["number"], "title": designation["title"]}
        for designation in unit["designations"]
        for change in designation["changes"]
    )


def _newest_first(changes: Any) -> list[dict[str, Any]]:
    return sorted(changes, key=lambda change: str(change["at"]), reverse=True)
