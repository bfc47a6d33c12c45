"""The check of a free condition: its facts are filled in, and it is evaluated."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from schema.criteria.rules.events import goes_on
from schema.criteria.rules.facts import UnitFacts
from schema.criteria.rules.results import CheckResult
from schema.guidelines.rules.conditions import NEVER, Condition, Value, compile_condition
from schema.guidelines.rules.fact_words import FACT_WORDS
from schema.guidelines.rules.format import EVENT_KINDS, LOG_KINDS, ConditionCheck
from schema.guidelines.rules.vocabulary import BASE, Vocabulary


def check_condition(check: ConditionCheck, facts: UnitFacts, vocabulary: Vocabulary = BASE) -> CheckResult:
    """Pass when the condition holds; one that cannot be computed does not."""
    condition = compile_condition(check.holds)
    if not isinstance(condition, Condition):
        return CheckResult(False, "条件无效", check.requires, f"条件无法计算：{condition}")
    values = values_of(facts)
    holds = condition.holds(values)
    measured = "、".join(f"{name} {value}" for name, value in told(condition.facts, values, vocabulary))
    if holds is None:
        return CheckResult(False, measured, check.requires, "条件无法计算（除数为零或数值过大）")
    return CheckResult(holds, measured, check.requires, measured if holds else f"不符合：{check.requires}")


def values_of(facts: UnitFacts) -> Mapping[str, Value]:
    """Fill in every fact a condition may use."""
    tests = [test for test in facts.test_rounds if test.on <= facts.on]
    latest = max(tests, key=lambda test: test.on, default=None)
    roster, petition = facts.roster, facts.petition
    return {
        "kind": facts.kind,
        "today": facts.on.isoformat(),
        "roster.households": roster.households,
        "roster.residents": roster.residents,
        "roster.unverified": roster.unverified,
        "roster.in_special_groups": roster.in_special_groups,
        "petition.denominator": petition.denominator if petition is not None else 0,
        "petition.signed": petition.signed if petition is not None else 0,
        "children.count": len(facts.children),
        "children.titled": sum(child.titled for child in facts.children),
        "tests.days_since": (facts.on - latest.on).days if latest is not None else NEVER,
        "tests.due": latest.due if latest is not None else 0,
        "tests.tested": latest.tested if latest is not None else 0,
        **_events(facts),
        **{f"logs.{kind}.days_since": _since(facts.logs.get(kind, ()), facts.on) for kind in LOG_KINDS},
    }


def told(
    facts: Sequence[str], values: Mapping[str, Value], vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    """Tell facts and their values in the guideline's words."""
    for name in facts:
        value = values[name]
        word = vocabulary.kinds.get(str(value), str(value)) if name == "kind" else str(value)
        yield FACT_WORDS.get(name, name), "从未" if value == NEVER else word


def _events(facts: UnitFacts) -> Mapping[str, Value]:
    values: dict[str, Value] = {}
    for kind in EVENT_KINDS:
        events = [event for event in facts.events if event.kind == kind and not event.above]
        values[f"events.{kind}.going_on"] = sum(goes_on(event, facts.on) for event in events)
        days = tuple(event.reported_on for event in events)
        values[f"events.{kind}.days_since"] = _since(days, facts.on)
    return values


def _since(days: tuple[date, ...], on: date) -> int:
    return min(((on - day).days for day in days if day <= on), default=NEVER)
