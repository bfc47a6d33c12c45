"""What a guideline says of numbers that are others from a day on, in plain zh-CN words."""

from collections.abc import Iterator

from schema.guidelines.rules.field_words import label_of
from schema.guidelines.rules.format import Criterion, Duty, Guideline, Section
from schema.guidelines.rules.names import proposed_values


def explain_dated(guideline: Guideline) -> Iterator[str]:
    """Tell which numbers are others from a day on, a line each."""
    for each in guideline.dated_values:
        value = "不限" if each.value is None else each.value
        yield f"自 {each.since.isoformat()} 起，{_called(guideline, each.path)}改为 {value}。"


def _called(guideline: Guideline, path: str) -> str:
    """Call the number at a path by its entry and its key; one that leads nowhere is shown as it is."""
    around, _, key = path.rpartition(".")
    part = next(iter(proposed_values(guideline, around)), None)
    if part is None:
        return f" {path} "
    entry = next(iter(proposed_values(guideline, around[: around.rfind("]") + 1])), None)
    of = (
        f"{entry.id} {entry.title}"
        if isinstance(entry, Criterion | Duty | Section)
        else label_of("Guideline", around)
    )
    return f"{of}的{label_of(type(part).__name__, key)}"
