"""What an entry of the list must say, on which days it holds, and to which class it puts a returnee."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import text_fault
from schema.guidelines.rules.format import EventClass, RiskLevel

NAME_LIMIT = 60
SOURCE_LIMIT = 200
HORIZON = timedelta(days=1_100)
"""How far from today, either way, an area may be listed."""
_CODE_LENGTHS = frozenset({6, 9, 12})
_LEVELS = frozenset({2, 4, 6, 9, 12})
"""Digits that tell a province, prefecture, county, town and village apart (GB/T 2260, GB/T 10114)."""
_FULL = 12


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """An area as it is to be listed: local days from `listed_from` through `listed_until`, null while it stands."""

    name: str
    listed_from: date
    source: str
    code: str | None = None
    level: str | None = None
    listed_until: date | None = None


def padded(code: str) -> str:
    """Write a division's code in full, twelve digits: 110105 and 110105000000 are the same district."""
    return code.ljust(_FULL, "0")


def ancestry(code: str) -> tuple[str, ...]:
    """List a division and those it lies in, padded, the nearest first; none for what is no code of a division."""
    if not (code.isascii() and code.isdigit() and len(code) in _LEVELS):
        return ()
    whole = padded(code)
    return tuple(dict.fromkeys(padded(whole[:length]) for length in sorted(_LEVELS, reverse=True)))


def require_entry(entry: AreaEntry, levels: Sequence[RiskLevel], today: date) -> None:
    """Refuse an entry with impossible days, a code of no division, or a level the guideline does not have then."""
    faults = [
        *_code_faults(entry.code),
        *_day_faults(entry, today),
        *level_faults(levels, entry.level, entry.listed_from, "level"),
        *_text_faults(entry),
    ]
    if faults:
        raise DomainErrors(faults)


def level_faults(
    levels: Sequence[RiskLevel], level: str | None, on: date, column: str
) -> Iterator[DomainError]:
    """Find a risk level the guideline does not have on a day (open question 13)."""
    if level is None:
        return
    known = next((each for each in levels if each.id == level), None)
    if known is None:
        yield _invalid("方案中没有该风险等级。", column)
    elif known.abolished_on is not None and on >= known.abolished_on:
        yield _invalid(f"{known.name}已于{known.abolished_on}取消。", column)


def is_listed(listed_from: date, listed_until: date | None, days: Collection[date]) -> bool:
    """Tell whether an entry holds on one of some days."""
    return any(listed_from <= day and (listed_until is None or day <= listed_until) for day in days)


def require_end(listed_from: date, listed_until: date | None, end: date, today: date) -> None:
    """Refuse a last day before the first, one too far away, and to prolong what has its end: list it again."""
    if end < listed_from:
        raise _invalid("截止日期不得早于列入日期。", "validUntil")
    if end - today > HORIZON:
        raise _invalid("只能设置三年以内的日期。", "validUntil")
    if listed_until is not None and listed_until <= end:
        details = {"validUntil": listed_until.isoformat()}
        message = f"该地区已定于{listed_until}移出名单。"
        raise DomainError(ErrorCode.AREA_ENDED, message, field=("area",), details=details)


def class_by_level(classes: Sequence[EventClass], level: str | None) -> str | None:
    """Find the class of returnees from areas of a level, if the guideline has one."""
    return next((each.id for each in classes if level is not None and level in each.area_levels), None)


def class_fault(classes: Sequence[EventClass], event_class: str, level: str | None) -> DomainError | None:
    """Tell whether a returnee was put to a class of areas of another level."""
    told = next((each for each in classes if each.id == event_class), None)
    if told is None or not told.area_levels or level in told.area_levels:
        return None
    return _invalid(f"来源地区的等级不属于{told.name}。", "eventClass")


def _code_faults(code: str | None) -> Iterator[DomainError]:
    if code is not None and not (code.isascii() and code.isdigit() and len(code) in _CODE_LENGTHS):
        yield _invalid("区划代码为6、9或12位数字；没有代码的只填名称。", "code")


def _day_faults(entry: AreaEntry, today: date) -> Iterator[DomainError]:
    if abs(entry.listed_from - today) > HORIZON:
        yield _invalid("只能设置前后三年以内的日期。", "validFrom")
    if entry.listed_until is not None and entry.listed_until < entry.listed_from:
        yield _invalid("截止日期不得早于列入日期。", "validUntil")


def _text_faults(entry: AreaEntry) -> Iterator[DomainError]:
    texts = (("name", entry.name, "名称", NAME_LIMIT), ("source", entry.source, "来源", SOURCE_LIMIT))
    for column, value, label, maximum in texts:
        fault = text_fault(value, field=(column,), label=label, maximum=maximum, lines=False)
        if fault is not None:
            yield fault


def _invalid(message: str, column: str) -> DomainError:
    return DomainError(ErrorCode.INVALID_INPUT, message, field=(column,))
