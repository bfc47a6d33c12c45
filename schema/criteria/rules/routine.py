"""Checks on routine work: logs at intervals (B-m, B-n)."""

from collections import Counter

from schema.criteria.rules.facts import UnitFacts
from schema.criteria.rules.results import CheckResult
from schema.guidelines.rules.format import LogCheck
from schema.guidelines.rules.vocabulary import BASE, Vocabulary

LABELS = {"disinfection": "消毒", "test_round": "核酸检测", "waste_clearance": "垃圾清运"}
"""Work every guideline knows; what one declares has its name from there."""


def check_log(check: LogCheck, facts: UnitFacts, vocabulary: Vocabulary = BASE) -> CheckResult:
    """Pass when each of the last `periods` spans of `every_days` days, today's included, has entries enough."""
    label = vocabulary.logs.get(check.log) or LABELS.get(check.log, check.log)
    ages = [(facts.on - day).days for day in facts.logs.get(check.log, ())]
    spans = Counter(age // check.every_days for age in ages if age >= 0)
    missing = sum(spans[span] < check.times for span in range(check.periods))
    often = "一次" if check.times == 1 else f"{check.times}次"
    required = f"每{check.every_days}天至少{label}{often}，连续{check.periods}期"
    enough = "有" if check.times == 1 else f"满{check.times}次"
    measured = f"{check.periods - missing}/{check.periods}期{enough}{label}记录"
    message = f"还差{missing}期{label}记录" if missing else measured
    return CheckResult(
        missing == 0, measured, required, message, missing or None, occurrences=missing or None
    )
