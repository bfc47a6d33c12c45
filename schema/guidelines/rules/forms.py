"""Faults of forms: questions asked twice, choices without anything to choose, bounds that bind nothing."""

from collections.abc import Iterator

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import FormField, Guideline

_BOUNDED = frozenset({"text", "number"})


def wrong_forms(guideline: Guideline) -> Iterator[Finding]:
    """Find what is wrong with the questions of each form."""
    for place, form in _forms(guideline):
        for at, field in enumerate(form):
            if field.id in {other.id for other in form[:at]}:
                yield Finding((*place, at, "id"), f"{field.id} 重复。", "请给每个填报项一个不同的 id。")
            yield from _choices((*place, at, "choices"), field)
            if field.maximum is not None and field.type not in _BOUNDED:
                yield Finding(
                    (*place, at, "maximum"), f"{field.type} 填报项没有上限可言。", "请去掉 maximum。"
                )


def idle_forms(guideline: Guideline) -> Iterator[Finding]:
    """Find forms nobody would fill in: an acceptance team decides by its sheets."""
    for index, process in enumerate(guideline.processes):
        for at, step in enumerate(process.steps):
            if step.form and process.batches is not None and step.id == process.batches.inspection_step:
                yield Finding(
                    ("processes", index, "steps", at, "form"),
                    f"{step.id} 由验收组以评分表作出结论，没有人填报。",
                    "请把填报项移到其他环节。",
                )


def _choices(place: Location, field: FormField) -> Iterator[Finding]:
    if field.type == "choice" and len(field.choices) < 2:
        yield Finding(place, f"{field.id} 没有可选的内容。", "请在 choices 中列出至少两个选项。")
    if field.type != "choice" and field.choices:
        yield Finding(place, f"{field.type} 填报项不能有选项。", "请改为 type: choice，或去掉 choices。")
    for at, choice in enumerate(field.choices):
        if choice in field.choices[:at]:
            yield Finding((*place, at), f"{choice} 重复。", "请只保留一处，或换用另一个名称。")


def _forms(guideline: Guideline) -> Iterator[tuple[Location, tuple[FormField, ...]]]:
    for index, process in enumerate(guideline.processes):
        yield ("processes", index, "form"), process.form
        for at, step in enumerate(process.steps):
            yield ("processes", index, "steps", at, "form"), step.form
