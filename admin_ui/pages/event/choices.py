"""What the form of an event offers: the guideline's own classes, the levels of a zone, the key areas."""

from typing import Any

from admin_ui.wording import CONTROL, EVENT_KIND

Choices = list[tuple[str, str]]
CONTROLS: Choices = [(code, name) for code, name in CONTROL.items() if code != "CENTRAL"]
"""Ways of control other than central quarantine, which is asked apart."""


def classes_of(data: dict[str, Any]) -> Choices:
    """List the guideline's own classes, each with the kind it counts as; none where it declares none."""
    return [
        (one["id"], f"{one['name']}（{EVENT_KIND[one['countsAs'].upper()]}）")
        for one in data["guideline"]["eventClasses"]
    ]


def areas_of(data: dict[str, Any], told: dict[str, Any] | None = None) -> Choices:
    """List the key areas a returnee may have come from: those on today's list, and the one that was `told`."""
    listed = [edge["node"] for edge in data["keyAreas"]["edges"]]
    known = {area["id"]: area for area in ([told] if told else []) + listed}
    return [
        (key, area["name"] + (f"（{area['levelName']}）" if area["levelName"] else ""))
        for key, area in known.items()
    ]


def levels_of(data: dict[str, Any]) -> Choices:
    """List the levels a zone may have today; none where the guideline knows none."""
    today = data["tenant"]["today"]
    return [
        (level["id"], level["name"])
        for level in data["guideline"]["riskLevels"]
        if level["abolishedOn"] is None or level["abolishedOn"] > today
    ]
