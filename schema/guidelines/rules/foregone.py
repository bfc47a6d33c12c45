"""Faults of free conditions whose answer is foregone: no unit could meet them, or every one does."""

from collections.abc import Iterator

from schema.guidelines.rules.certainty import certainty
from schema.guidelines.rules.conditions import Condition, compile_condition
from schema.guidelines.rules.faults import Finding
from schema.guidelines.rules.format import ConditionCheck, Criterion, Guideline
from schema.guidelines.rules.words import named


def foregone_conditions(guideline: Guideline) -> Iterator[Finding]:
    """Find conditions that can never hold for some kind, and warn of those that hold whatever is so."""
    kinds = {kind.id: kind.name for kind in guideline.unit_kinds}
    for index, criterion in enumerate(guideline.criteria):
        check = criterion.check
        condition = compile_condition(check.holds) if isinstance(check, ConditionCheck) else None
        if not isinstance(check, ConditionCheck) or not isinstance(condition, Condition):
            continue
        never, always = _foregone(criterion, condition, check.holds)
        if never:
            yield Finding(
                ("criteria", index, "check", "holds"),
                f"{criterion.id} 的条件对{named(kinds, never)}永远不成立。",
                "请核对其中的数值、大小于号和“并且”“或者”；确不适用的，请从 applies_to 去掉。",
            )
        elif always:
            yield Finding(
                ("criteria", index, "check", "holds"),
                f"{criterion.id} 的条件恒成立，等于没有要求。",
                "请核对其中的数值和大小于号，或删除这条标准。",
                "warning",
            )


def _foregone(criterion: Criterion, condition: Condition, text: str) -> tuple[list[str], bool]:
    found = {kind: certainty(condition, text, (kind,)) for kind in dict.fromkeys(criterion.applies_to)}
    never = [kind for kind, each in found.items() if not each.can_hold]
    return never, not any(each.can_fail for each in found.values())
