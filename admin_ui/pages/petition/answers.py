"""The rows of the signing form that were filled in, turned into answers."""

import re
from dataclasses import replace
from typing import Any

from admin_ui.forms import Fault, Form

_PARTS = ("signatory", "authorisation", "evidence")


def answers_in(form: Form) -> list[dict[str, Any]]:
    """Read one answer for each household whose answer was chosen; untouched rows are left alone."""
    return [
        {"household": household, "answer": answer}
        | {part: value for part in _PARTS if (value := form.optional(f"{part}.{household}"))}
        for household, answer in form.under("answer").items()
    ]


def place(fault: Fault, answers: list[dict[str, Any]]) -> Fault:
    """Point a fault at the control of its household: answers.3.signatory becomes signatory.<household>."""
    match = re.fullmatch(r"(?:input\.)?answers\.(\d+)(?:\.(\w+))?", fault.field)
    if match is None:
        return replace(fault, field="") if fault.field == "answers" else fault
    part = match[2] if match[2] in _PARTS else "answer"
    return replace(fault, field=f"{part}.{answers[int(match[1])]['household']}")
