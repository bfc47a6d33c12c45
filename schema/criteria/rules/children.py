"""The check on the units directly below (B-f, open question 6)."""

from collections.abc import Callable

from schema.criteria.rules.facts import ChildFact, UnitFacts
from schema.criteria.rules.results import CheckResult
from schema.guidelines.rules.format import ChildrenCheck

CODES_SHOWN = 5


def check_children(check: ChildrenCheck, facts: UnitFacts) -> CheckResult:
    """Pass by the names or the dated evaluations of the units directly below (open question 6)."""
    if check.mode == "NONE":
        return CheckResult(True, "不作要求", "不作要求", "不作要求")
    children = [child for child in facts.children if child.kind in check.kinds]
    required = {
        "ALL_TITLED": "直接下级全部命名",
        "ALL_MEET": "直接下级全部达标",
        "ALL_TITLED_OR_ALL_MEET": "直接下级全部命名，或全部达标",
        "EACH_TITLED_OR_MEETS": "直接下级逐个命名或达标",
    }[check.mode]
    if not children:
        return CheckResult(False, "没有下级单元", required, "没有登记下级单元，不能认定达标")

    def meets(child: ChildFact) -> bool:
        return child.met_on is not None and 0 <= (facts.on - child.met_on).days <= check.meets_within_days

    lacking = _lacking(check, children, meets)
    measured = f"{len(children) - len(lacking)}/{len(children)}个符合"
    if not lacking:
        return CheckResult(True, measured, required, measured)
    shown = "、".join(child.code for child in lacking[:CODES_SHOWN]) + "等" * (len(lacking) > CODES_SHOWN)
    return CheckResult(False, measured, required, f"还差{len(lacking)}个：{shown}", len(lacking))


def _lacking(
    check: ChildrenCheck, children: list[ChildFact], meets: Callable[[ChildFact], bool]
) -> list[ChildFact]:
    """List the children in the way; where all of one or all of the other suffice, those of the nearer way."""
    untitled = [child for child in children if not child.titled]
    unmet = [child for child in children if not meets(child)]
    match check.mode:
        case "ALL_TITLED" | "NONE":
            return untitled
        case "ALL_MEET":
            return unmet
        case "ALL_TITLED_OR_ALL_MEET":
            return min(untitled, unmet, key=len)
        case "EACH_TITLED_OR_MEETS":
            return [child for child in untitled if not meets(child)]
