"""Gates of testing: everybody negative on days of the window, the latest round, enough rounds (B-i)."""

from datetime import date, timedelta

from schema.criteria.rules.events import found_in_quarantine, latest_day
from schema.criteria.rules.facts import TestRoundFact, UnitFacts
from schema.criteria.rules.results import CheckResult
from schema.events.rules import INFECTIONS
from schema.guidelines.rules.format import LatestRoundCheck, TestDaysCheck, TestRoundsCheck

YEAR = timedelta(days=365)
"""No older rounds are read, so no older event asks for one."""


def check_test_rounds(check: TestRoundsCheck, facts: UnitFacts) -> CheckResult:
    """Pass when enough rounds of the last `within_days` days, today included, reached their coverage."""
    reached = sum(
        1
        for test in facts.test_rounds
        if 0 <= (facts.on - test.on).days < check.within_days and reached_coverage(test, check.percent)
    )
    missing = max(0, check.rounds - reached)
    required = f"近{check.within_days}天检测{check.rounds}轮，每轮覆盖{check.percent}%"
    measured = f"近{check.within_days}天达到{check.percent}%的有{reached}轮"
    message = f"还差{missing}轮" if missing else measured
    return CheckResult(missing == 0, measured, required, message, missing or None)


def check_test_days(check: TestDaysCheck, facts: UnitFacts) -> CheckResult:
    """Pass when each of the days asked has its full and negative round, or there was nothing to test for."""
    events = [
        event
        for event in facts.events
        if event.is_one_of(check.events) and not event.above and not found_in_quarantine(event)
    ]
    days = "、".join(str(day) for day in check.on_days)
    required = f"第{days}天全员检测阴性（覆盖{check.percent}%）"
    last = latest_day(events, check.basis, facts.on)
    if last is None or facts.on - last > YEAR:
        return CheckResult(True, "无须检测", required, "近一年无记录，无须检测")
    good = [test.on for test in facts.test_rounds if passed(test, check.percent, facts)]
    due = {day: last + timedelta(days=day) for day in check.on_days}
    grace = timedelta(days=check.grace_days)
    lacking = {day: on for day, on in due.items() if not any(on <= each <= on + grace for each in good)}
    measured = f"自{last}起算，{len(due) - len(lacking)}/{len(due)}次符合"
    if not lacking:
        return CheckResult(True, measured, required, measured)
    words = "、".join(_lacking(day, on, on + grace, facts.on) for day, on in lacking.items())
    return CheckResult(False, measured, required, f"还差{len(lacking)}次：{words}", len(lacking))


def check_latest_round(check: LatestRoundCheck, facts: UnitFacts) -> CheckResult:
    """Pass when the latest round reached its coverage, was negative and, where a window is given, is recent."""
    recent = f"在近{check.within_days}天内，" if check.within_days is not None else ""
    required = f"最近一轮检测{recent}覆盖{check.percent}%，全部阴性"
    held = [test for test in facts.test_rounds if test.on <= facts.on]
    if not held:
        return CheckResult(False, "没有检测记录", required, "没有检测记录")
    last = max(test.on for test in held)
    measured = f"最近一轮 {last}"
    if check.within_days is not None and (facts.on - last).days >= check.within_days:
        return CheckResult(False, measured, required, f"{last}的检测已超过{check.within_days}天，须再测一轮")
    if not any(passed(test, check.percent, facts) for test in held if test.on == last):
        return CheckResult(
            False, measured, required, f"{last}的检测未覆盖{check.percent}%或有阳性，须再测一轮"
        )
    return CheckResult(True, measured, required, measured)


def passed(test: TestRoundFact, percent: int, facts: UnitFacts) -> bool:
    """Tell whether a round was held by now, reached its coverage, and found nobody infected in the unit."""
    infected = any(
        event.kind in INFECTIONS
        and event.occurred_on == test.on
        and not event.above
        and not found_in_quarantine(event)
        for event in facts.events
    )
    return test.on <= facts.on and reached_coverage(test, percent) and not infected


def reached_coverage(test: TestRoundFact, percent: int) -> bool:
    """Tell whether a round reached so many percent of those due; of nobody it reached none (question 7)."""
    return test.due > 0 and test.tested * 100 >= percent * test.due


def _lacking(day: int, due: date, until: date, on: date) -> str:
    """Say what is lacking of a day: still to come, still to be made up for, or missed."""
    if on <= due:
        return f"第{day}天（{due}）检测"
    return f"第{day}天补测（{until}前）" if on <= until else f"第{day}天（{due}）未检测或未达标，已错过"
