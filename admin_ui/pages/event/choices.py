"""What the guideline offers on the form of an event: its own classes, and the levels of a zone."""

from typing import Any

from admin_ui.wording import EVENT_KIND

Choices = list[tuple[str, str]]


def classes_of(data: dict[str, Any]) -> Choices:
    """List the guideline's own classes, each with the kind it counts as; none where it declares none."""
    return [
        (one["id"], f"{one['name']}（{EVENT_KIND[one['countsAs'].upper()]}）")
        for one in data["guideline"]["eventClasses"]
    ]


def levels_of(data: dict[str, Any]) -> Choices:
    """List the levels a zone may have today; none where the guideline knows none."""
    today = data["tenant"]["today"]
    return [
        (level["id"], level["name"])
        for level in data["guideline"]["riskLevels"]
        if level["abolishedOn"] is None or level["abolishedOn"] > today
    ]
