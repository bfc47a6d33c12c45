"""From when until when a changed role is held, and what a departure was seen to come to. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schema.frame.errors import DomainError, ErrorCode
from schema.officials.rules import begin_of, day_fault, end_of, last_day_of


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when a role is held, open if `ends` is null."""

    starts: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is asked: the instant, the local day it lies in, and the zone of that day."""

    now: datetime
    today: date
    zone: str


def earlier_end(term: Term, last_day: date | None, at: Moment) -> datetime:
    """Tell when a role ends that is to end with a local day, or at once: then one that has not begun never does.

    Refuse a day that is over, that comes before the role begins, or that takes nothing from it.
    """
    if last_day is None:
        return max(at.now, term.starts)
    fault = day_fault(last_day, at.today, field="lastDay", label="最后一天")
    if fault is not None:
        raise fault
    ends = end_of(last_day, at.zone)
    if ends <= term.starts:
        raise _wrong("lastDay", "最后一天不得早于任职开始之日。")
    if term.ends is not None and ends >= term.ends:
        present = last_day_of(term.ends, at.zone)
        raise _wrong("lastDay", f"该任职本来到 {present} 为止；延长请用 extendRole。")
    return ends


def later_end(term: Term, last_day: date | None, at: Moment) -> datetime | None:
    """Tell when a role ends that is to go on longer, null for ever; refuse what gives it nothing."""
    if term.ends is None:
        raise _wrong("lastDay", "该任职没有期限，无需延长；缩短请用 endRole。")
    if last_day is None:
        return None
    fault = day_fault(last_day, at.today, field="lastDay", label="最后一天")
    if fault is not None:
        raise fault
    ends = end_of(last_day, at.zone)
    if ends <= term.ends:
        present = last_day_of(term.ends, at.zone)
        raise _wrong("lastDay", f"该任职已到 {present} 为止；缩短请用 endRole。")
    return ends


def replacing_term(term: Term, first_day: date | None, last_day: date | None, at: Moment) -> Term:
    """Tell from when until when a role is held that takes the place of one: from a local midnight on, or at once.

    Without a last day it ends when the other would have. Refuse days that are over or out of order.
    """
    faults = [
        fault
        for day, name, label in ((first_day, "firstDay", "第一天"), (last_day, "lastDay", "最后一天"))
        if (fault := day_fault(day, at.today, field=name, label=label)) is not None
    ]
    if faults:
        raise faults[0]
    begins = at.now if first_day is None or first_day == at.today else begin_of(first_day, at.zone)
    starts = max(begins, term.starts)
    if term.ends is not None and starts >= term.ends:
        raise _wrong("firstDay", f"原任职到 {last_day_of(term.ends, at.zone)} 为止，届时已无可变更。")
    ends = term.ends if last_day is None else end_of(last_day, at.zone)
    if ends is not None and ends <= starts:
        raise _wrong("lastDay", "最后一天不得早于第一天。")
    return Term(starts, ends)


def _wrong(field: str, message: str) -> DomainError:
    return DomainError(ErrorCode.INVALID_INPUT, message, field=(field,))


def token_of(*parts: Sequence[str]) -> str:
    """Digest what hangs on an official, so that who confirms has seen exactly that."""
    told = json.dumps([sorted(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def require_seen(token: str, preview: str | None) -> None:
    """Refuse a departure nobody has looked at, or that was looked at before something came to hang on it."""
    if preview is None:
        message = "请先查看与该人员有关的任职、委托和待办事项，再确认停用。"
        raise DomainError(ErrorCode.CONFIRMATION_REQUIRED, message, field=("preview",))
    if preview != token:
        message = "查看之后，与该人员有关的事项有了变化。"
        raise DomainError(ErrorCode.STALE_PREVIEW, message, field=("preview",))
