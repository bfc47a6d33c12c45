"""Checks on recorded figures and complaints (open questions 17 to 19)."""

from decimal import Decimal

from schema.criteria.rules.facts import ComplaintFact, FigureFact, UnitFacts
from schema.criteria.rules.results import CheckResult
from schema.guidelines.rules.format import ComplaintsCheck, RateCheck
from schema.guidelines.rules.vocabulary import BASE, Vocabulary


def check_rate(check: RateCheck, facts: UnitFacts, vocabulary: Vocabulary = BASE) -> CheckResult:
    """Pass when the figure is recorded, recent, of enough, and reaches its threshold of the day."""
    name = vocabulary.figures[check.figure].name if check.figure in vocabulary.figures else check.figure
    required = f"{name}{_threshold(check, facts, vocabulary)}"
    figure = facts.figures.get(check.figure)
    if figure is None or figure.until > facts.on:
        return CheckResult(False, "未登记", required, f"尚未登记{name}")
    measured = f"{figure.until}：{figure.numerator}/{figure.counted}"
    if (facts.on - figure.until).days > check.fresh_days:
        return CheckResult(
            False, measured, required, f"{figure.until}的数据已超过{check.fresh_days}天，须更新"
        )
    short = check.minimum_denominator - figure.counted
    if short > 0:
        return CheckResult(False, measured, required, f"分母还差{short}", short)
    return _compared(check, facts, vocabulary, figure, measured, required)


def falls_short(check: RateCheck, facts: UnitFacts, vocabulary: Vocabulary = BASE) -> bool:
    """Tell whether a value was recorded that counts and does not suffice: what is lacking or old proves nothing."""
    figure = facts.figures.get(check.figure)
    return (
        figure is not None
        and 0 <= (facts.on - figure.until).days <= check.fresh_days
        and figure.counted >= check.minimum_denominator
        and not check_rate(check, facts, vocabulary).passed
    )


def _compared(
    check: RateCheck,
    facts: UnitFacts,
    vocabulary: Vocabulary,
    figure: FigureFact,
    measured: str,
    required: str,
) -> CheckResult:
    """Hold the share against a fixed threshold, which it reaches, or a benchmark, which it must be above."""
    if check.benchmark is None:
        least = check.at_least_percent or 100
        missing = -(-figure.counted * least // 100) - figure.numerator
    else:
        percent = vocabulary.percent(check.benchmark, facts.on)
        if percent is None:
            message = f"{facts.on}尚无{vocabulary.named(check.benchmark)}，不能比较"
            return CheckResult(False, measured, required, message)
        missing = int(Decimal(figure.counted) * percent // 100) + 1 - figure.numerator
        if missing > figure.counted - figure.numerator:
            return CheckResult(False, measured, required, f"须高于{percent}%，全部达到也不能高于")
    if missing <= 0:
        return CheckResult(True, measured, required, measured)
    return CheckResult(False, measured, required, f"还差{missing}", missing)


def _threshold(check: RateCheck, facts: UnitFacts, vocabulary: Vocabulary) -> str:
    if check.benchmark is None:
        return f"不低于{check.at_least_percent or 100}%"
    percent = vocabulary.percent(check.benchmark, facts.on)
    return f"高于{vocabulary.named(check.benchmark)}（{'尚无数值' if percent is None else f'{percent}%'}）"


def check_complaints(check: ComplaintsCheck, facts: UnitFacts) -> CheckResult:
    """Pass when few enough complaints count: substantiated, about the epidemic, and not settled by their day."""
    found = sum(_counts(check, each, facts) for each in facts.complaints)
    late = "" if check.in_time_too else "、逾期未办结"
    required = f"近{check.within_days}天经核实、与疫情有关{late}的投诉不超过{check.at_most}件"
    measured = f"计入{found}件"
    if found <= check.at_most:
        return CheckResult(True, measured, required, measured)
    more = found - check.at_most
    message = f"多出{more}件，满{check.within_days}天后不再计入"
    return CheckResult(False, measured, required, message, occurrences=more)


def _counts(check: ComplaintsCheck, complaint: ComplaintFact, facts: UnitFacts) -> bool:
    settled = complaint.settled_on if complaint.settled_on and complaint.settled_on <= facts.on else None
    late = (settled or facts.on) > complaint.due_on
    return (
        complaint.about_epidemic
        and complaint.substantiated is True
        and 0 <= (facts.on - complaint.received_on).days < check.within_days
        and (check.in_time_too or late)
    )
