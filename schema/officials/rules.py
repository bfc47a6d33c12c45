"""What is asked of a name and a reason, and from when until when a role is held. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import text_fault

NAME_LIMIT = 40
REASON_LIMIT = 200
TERM_LIMIT = timedelta(days=3_660)


class RecordKind(StrEnum):
    """What may become of an official."""

    DISABLED = "disabled"
    ENABLED = "enabled"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a kind, not a password
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind, not a password
    RENAMED = "renamed"
    ROLE_CHANGED = "role_changed"
    ROLE_ENDED = "role_ended"
    ROLE_EXTENDED = "role_extended"
    ROLE_GIVEN = "role_given"


RECORD_WORDS: Mapping[RecordKind, str] = {
    RecordKind.DISABLED: "停用",
    RecordKind.ENABLED: "恢复",
    RecordKind.PASSWORD_CHANGED: "修改密码",
    RecordKind.PASSWORD_RESET: "重置密码",
    RecordKind.RENAMED: "更改姓名",
    RecordKind.ROLE_CHANGED: "变更任职",
    RecordKind.ROLE_ENDED: "结束任职",
    RecordKind.ROLE_EXTENDED: "延长任职",
    RecordKind.ROLE_GIVEN: "授予任职",
}


class RoleState(StrEnum):
    """How a role stands at an instant."""

    COMING = "coming"
    ENDED = "ended"
    HELD = "held"


def state_of(valid_from: datetime, valid_until: datetime | None, now: datetime) -> RoleState:
    """Tell how a role stands: its first instant belongs to it, its end does not."""
    if valid_until is not None and (valid_until <= now or valid_until <= valid_from):
        return RoleState.ENDED
    return RoleState.COMING if valid_from > now else RoleState.HELD


def begin_of(day: date, zone: str) -> datetime:
    """Give the instant a local day begins."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def end_of(day: date, zone: str) -> datetime:
    """Give the instant a local day ends: the midnight after it."""
    return begin_of(day + timedelta(days=1), zone)


def last_day_of(until: datetime | None, zone: str) -> date | None:
    """Give the last local day of which an instant leaves something; null if there is no end."""
    if until is None:
        return None
    return (until - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


def day_fault(day: date | None, today: date, *, field: str, label: str) -> DomainError | None:
    """Refuse a day of a term that is over, or beyond the longest."""
    if day is None or today <= day <= today + TERM_LIMIT:
        return None
    message = f"{label}须为今天起{TERM_LIMIT.days}天以内的日期。"
    return DomainError(ErrorCode.INVALID_INPUT, message, field=(field,))


def name_faults(name: str) -> Iterator[DomainError]:
    """Refuse a name that is blank, too long, or not to be seen."""
    fault = text_fault(name, field=("displayName",), label="姓名", maximum=NAME_LIMIT, lines=False)
    if fault is not None:
        yield fault


def reason_faults(reason: str) -> Iterator[DomainError]:
    """Refuse a reason that is blank or too long."""
    fault = text_fault(reason, field=("reason",), label="原因", maximum=REASON_LIMIT)
    if fault is not None:
        yield fault
