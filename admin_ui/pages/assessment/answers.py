"""The answers of the self-assessment form, turned into attestations."""

import re
from dataclasses import replace
from typing import Any

from admin_ui.forms import Fault, Form, is_whole

Attestation = dict[str, Any]
_WORDS = ("note", "reference")
_UNDECIDED = "已填写内容，请一并选择“符合”或“不符合”。"
_FIGURES = {"sampleSize": "抽样人数", "sampleMet": "符合人数"}


def attestations_in(form: Form) -> tuple[list[Attestation], list[Fault]]:
    """Read one attestation for each criterion that was answered; figures must be whole numbers."""
    attestations: list[Attestation] = []
    faults: list[Fault] = []
    for criterion, met in form.under("met").items():
        attestation: Attestation = {"criterion": criterion, "met": met == "yes"}
        if met == "none":
            attestation["applicable"] = False
        points = form.text(f"points.{criterion}")
        if points and not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", points):
            faults.append(Fault(f"points.{criterion}", "得分应填数字，最多两位小数。"))
        attestation["points"] = points or None
        attestation |= {name: form.optional(f"{name}.{criterion}") for name in _WORDS}
        for name, label in _FIGURES.items():
            value = form.text(f"{name}.{criterion}")
            if value and not is_whole(value):
                faults.append(Fault(f"{name}.{criterion}", f"{label}应填整数。"))
            attestation[name] = int(value) if is_whole(value) else None
        attestations.append({name: value for name, value in attestation.items() if value is not None})
    faults += [Fault(f"met.{criterion}", _UNDECIDED) for criterion in _undecided(form)]
    return attestations, faults


def _undecided(form: Form) -> list[str]:
    """List the criteria something was filled in for without saying whether they are met, in the order of the form."""
    answered = form.under("met")
    told = [criterion for name in ("points", *_WORDS, *_FIGURES) for criterion in form.under(name)]
    return [criterion for criterion in dict.fromkeys(told) if criterion not in answered]


def place(fault: Fault, attestations: list[Attestation]) -> Fault:
    """Point a fault at the control of its criterion: attestations.2.note becomes note.B-s."""
    evidence = re.fullmatch(r"attestations\.(\d+)\.evidence\.(\w+)", fault.field)
    if evidence is not None:
        return replace(fault, field=f"file.{attestations[int(evidence[1])]['criterion']}.{evidence[2]}")
    match = re.fullmatch(r"(?:input\.)?attestations\.(\d+)(?:\.(\w+))?", fault.field)
    if match is None:
        return fault
    criterion = attestations[int(match[1])]["criterion"]
    name = match[2] if match[2] in {*_WORDS, *_FIGURES, "points"} else "met"
    return replace(fault, field=f"{name}.{criterion}")
