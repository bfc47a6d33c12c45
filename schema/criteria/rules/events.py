"""Checks on health events: windows after infections, states that must not hold (B-a … B-e)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from schema.criteria.rules.facts import EventFact, UnitFacts
from schema.criteria.rules.results import CheckResult
from schema.events.rules import INFECTIONS, LABELS, has_end
from schema.guidelines.rules.format import Basis, NoneOfCheck, WindowCheck
from schema.guidelines.rules.vocabulary import BASE, Vocabulary


def check_window(check: WindowCheck, facts: UnitFacts, vocabulary: Vocabulary = BASE) -> CheckResult:
    """Pass when the window's local calendar days have gone by since the last event (open questions 1 and 3)."""
    counted = [
        event
        for event in facts.events
        if event.is_one_of(check.events)
        and not event.above
        and (check.count_central_quarantine or not found_in_quarantine(event))
    ]
    length = window_length(check, facts.on)
    asked = labels(check.events, vocabulary)
    required = f"近{length}天内无{asked}" if length else f"从未有{asked}"
    if check.basis == "ended" and any(goes_on(event, facts.on) for event in counted):
        return CheckResult(False, "尚未解除", required, "尚未解除，解除后起算")
    last = latest_day(counted, check.basis, facts.on)
    if last is None:
        return CheckResult(True, "无记录", required, "无记录")
    if length is None:
        return CheckResult(False, f"最近一例 {last}", required, f"{last}有记录，不符合")
    gone = (facts.on - last).days
    measured = f"最近一例 {last}，已满{gone}天"
    if gone >= length:
        return CheckResult(True, measured, required, measured)
    eligible_from = _eligible_from(check, facts.on, last)
    wait = (eligible_from - facts.on).days
    message = f"还差{wait}天，无新增时{eligible_from}起达标"
    found = sum(_within(event, check.basis, facts.on - timedelta(days=length), facts.on) for event in counted)
    return CheckResult(False, measured, required, message, wait, eligible_from, occurrences=found)


def window_length(check: WindowCheck, on: date) -> int | None:
    """Tell the length of a window on a day, which its changes may have altered; null: no event ever."""
    return next((each.days for each in reversed(check.changes) if each.since <= on), check.days)


def latest_day(events: Iterable[EventFact], basis: Basis, on: date) -> date | None:
    """Find the last day, up to `on`, from which one of the events counts."""
    days = (_day(event, basis) for event in events)
    return max((day for day in days if day is not None and day <= on), default=None)


def _day(event: EventFact, basis: Basis) -> date | None:
    return {"reported": event.reported_on, "occurred": event.occurred_on, "ended": event.ended_on}[basis]


def _within(event: EventFact, basis: Basis, after: date, until: date) -> bool:
    day = _day(event, basis)
    return day is not None and after < day <= until


def _eligible_from(check: WindowCheck, on: date, last: date) -> date:
    """Find the first day after `on` whose window, of the length it has that day, is clear."""
    day = on + timedelta(days=1)
    while (day - last).days < (window_length(check, day) or 0):
        day += timedelta(days=1)
    return day


def check_none_of(check: NoneOfCheck, facts: UnitFacts, vocabulary: Vocabulary = BASE) -> CheckResult:
    """Pass when none is going on at the moment: begun, and not ended or ending later (open question 2)."""
    found = [
        event
        for event in facts.events
        if event.is_one_of(check.events)
        and (check.ancestors or not event.above)
        and goes_on(event, facts.on)
        and not found_in_quarantine(event)
        and not is_controlled(check, event, vocabulary)
    ]
    required = f"无{labels(check.events, vocabulary)}"
    if not found:
        return CheckResult(True, "无", required, "无")
    going_on = Counter(_counted_as(event, check.events) for event in found)
    measured = "、".join(f"{label(code, vocabulary)}{number}项" for code, number in sorted(going_on.items()))
    advice = "办结后达标" if all(has_end(event.kind) for event in found) else "不符合要求"
    message = f"现有{measured}，{advice}"
    return CheckResult(False, measured, required, message, len(found), occurrences=len(found))


def is_controlled(check: NoneOfCheck, event: EventFact, vocabulary: Vocabulary) -> bool:
    """Tell whether a check lets a person be who is under one of the controls of their class."""
    return event.is_one_of(check.allowed_if_controlled) and event.under in vocabulary.controls_of(
        event.event_class
    )


def found_in_quarantine(event: EventFact) -> bool:
    """Tell whether an infection was found while the person was in central quarantine (open question 3)."""
    return event.in_central_quarantine and event.kind in INFECTIONS


def goes_on(event: EventFact, on: date) -> bool:
    """Tell whether a state holds on a day: begun, and not ended or ending later (open question 2)."""
    return event.occurred_on <= on and (event.ended_on is None or event.ended_on > on)


def label(code: str, vocabulary: Vocabulary) -> str:
    """Name a kind or a declared class of events in zh-CN."""
    return vocabulary.events.get(code) or LABELS.get(code, code)


def labels(codes: Iterable[str], vocabulary: Vocabulary) -> str:
    """Name kinds and classes of events in zh-CN."""
    return "、".join(label(code, vocabulary) for code in codes)


def _counted_as(event: EventFact, codes: Sequence[str]) -> str:
    """Tell by which code of the check an event counts: its class where the check names it."""
    return event.event_class if event.event_class is not None and event.event_class in codes else event.kind
