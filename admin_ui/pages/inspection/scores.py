"""The points of a score sheet form, turned into what the API takes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from admin_ui.forms import Fault, Form, is_whole

Score = dict[str, Any]


def scores_in(form: Form) -> tuple[list[Score], list[Fault]]:
    """Read the lines that were filled in: whole points, and the reason where one was given."""
    scores: list[Score] = []
    faults: list[Fault] = []
    for item, points in form.under("points").items():
        if is_whole(points):
            scores.append({"item": item, "points": int(points), "reason": form.optional(f"reason.{item}")})
        else:
            faults.append(Fault(f"points.{item}", "得分应填整数。"))
    return scores, faults


def place(fault: Fault, scores: Sequence[Score]) -> Fault:
    """Point a fault at the control of its line: scores.2.points becomes points.3.1."""
    match = re.fullmatch(r"(?:scores|settlement)(?:\.(\d+)(?:\.(\w+))?)?", fault.field)
    if match is None:
        return fault
    if match[1] is None:
        return replace(fault, field="")
    item = scores[int(match[1])]["item"]
    return replace(fault, field=f"{'reason' if match[2] == 'reason' else 'points'}.{item}")
