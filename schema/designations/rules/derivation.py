"""When a unit bears a title nobody applied for: enough of the units below it do (derived titles)."""

from typing import Literal

from schema.guidelines.rules.format import DerivedTitle, Guideline

DERIVATION = "derivation"
"""The ground of a derived title whose units below are no longer enough."""

Due = Literal["give", "suspend", "restore"]


def derived_title(guideline: Guideline, kind: str) -> DerivedTitle | None:
    """Find the rule by which units of `kind` bear a title."""
    return next((rule for rule in guideline.derived_titles if rule.unit_kind == kind), None)


def is_earned(rule: DerivedTitle, total: int, in_force: int) -> bool:
    """Tell whether enough of the units below bear a name in force; of none, none are enough (open question 7)."""
    return total > 0 and in_force * 100 >= rule.percent * total


def due_change(*, earned: bool, held: bool, suspended: bool) -> Due | None:
    """Tell what has to happen to a derived title, if anything; `suspended` because it was not earned."""
    if earned:
        return "give" if not held else "restore" if suspended else None
    return "suspend" if held and not suspended else None
