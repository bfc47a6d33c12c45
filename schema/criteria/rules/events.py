"""Checks on health events: windows after infections, states that must not hold (B-a … B-e)."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from schema.criteria.facts import EventFact, UnitFacts
from schema.criteria.rules.results import CheckResult
from schema.events.rules import INFECTIONS, LABELS, has_end
from schema.guidelines.format import NoneOfCheck, WindowCheck


def check_window(check: WindowCheck, facts: UnitFacts) -> CheckResult:
    """Pass when `days` local calendar days have gone by since the last event (open questions 1 and 3)."""
    days = [
        event.reported_on if check.basis == "reported" else event.occurred_on
        for event in facts.events
        if event.kind in check.events
        and not event.above
        and (check.count_central_quarantine or not _found_in_quarantine(event))
    ]
    required = f"近{check.days}天内无{_labels(check.events)}"
    last = max((day for day in days if day <= facts.on), default=None)
    if last is None:
        return CheckResult(True, "无记录", required, "无记录")
    gone = (facts.on - last).days
    measured = f"最近一例 {last}，已满{gone}天"
    if gone >= check.days:
        return CheckResult(True, measured, required, measured)
    eligible_from = last + timedelta(days=check.days)
    message = f"还差{check.days - gone}天，无新增时{eligible_from}起达标"
    return CheckResult(False, measured, required, message, check.days - gone, eligible_from)


def check_none_of(check: NoneOfCheck, facts: UnitFacts) -> CheckResult:
    """Pass when none is going on at the moment: begun, and not ended or ending later (open question 2)."""
    going_on = Counter(
        event.kind
        for event in facts.events
        if event.kind in check.events
        and (check.ancestors or not event.above)
        and event.occurred_on <= facts.on
        and (event.ended_on is None or event.ended_on > facts.on)
        and not _found_in_quarantine(event)
    )
    required = f"无{_labels(check.events)}"
    if not going_on:
        return CheckResult(True, "无", required, "无")
    measured = "、".join(f"{LABELS[kind]}{number}项" for kind, number in sorted(going_on.items()))
    advice = "办结后达标" if all(has_end(kind) for kind in going_on) else "不符合要求"
    return CheckResult(False, measured, required, f"现有{measured}，{advice}", going_on.total())


def _found_in_quarantine(event: EventFact) -> bool:
    """Tell whether an infection was found while the person was in central quarantine (open question 3)."""
    return event.in_central_quarantine and event.kind in INFECTIONS


def _labels(kinds: Iterable[str]) -> str:
    return "、".join(LABELS[kind] for kind in kinds)
