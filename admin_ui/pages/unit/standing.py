"""Where a unit stands: bearing its name, suspended, having lost it, or never named."""

from typing import Any


def standing_of(unit: dict[str, Any]) -> dict[str, Any]:
    """Take the designation that counts (held, else last lost) and the change that brought it there."""
    held = unit["designation"]
    last = unit["designations"][0] if unit["designations"] else None
    changes = _newest_first(last["changes"]) if last else []
    return {
        "status": held["status"] if held else last["status"] if last else None,
        "designation": held or last,
        "change": changes[0] if changes else None,
        "ended_on": last["endedOn"] if last and not held else None,
    }


def history_of(unit: dict[str, Any]) -> list[dict[str, Any]]:
    """List every change of every name the unit bore, newest first."""
    return _newest_first(
        change | {"number": designation["number"], "title": designation["title"]}
        for designation in unit["designations"]
        for change in designation["changes"]
    )


def _newest_first(changes: Any) -> list[dict[str, Any]]:
    return sorted(changes, key=lambda change: str(change["at"]), reverse=True)
