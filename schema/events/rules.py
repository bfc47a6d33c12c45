"""What may be reported as a health event, and how one comes to its end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from schema.errors import DomainError, DomainErrors, ErrorCode
from schema.guidelines.format import EventClass, Guideline, RiskLevel
from schema.text import text_fault

SOURCE_LIMIT = 40
EXTERNAL_ID_LIMIT = 100
REASON_LIMIT = 200


class EventKind(StrEnum):
    """What happened or holds in a unit (B-a … B-e)."""

    CASE = "case"
    ASYMPTOMATIC = "asymptomatic"
    CLOSE_CONTACT = "close_contact"
    HOME_QUARANTINE = "home_quarantine"
    KEY_AREA_RETURNEE = "key_area_returnee"
    RISK_ZONE = "risk_zone"
    TEMPORARY_CONTROL_ZONE = "temporary_control_zone"


LABELS: Mapping[str, str] = MappingProxyType(
    {
        EventKind.CASE: "确诊病例",
        EventKind.ASYMPTOMATIC: "无症状感染者",
        EventKind.CLOSE_CONTACT: "密切接触者",
        EventKind.HOME_QUARANTINE: "居家隔离",
        EventKind.KEY_AREA_RETURNEE: "管控期内的市外重点疫区返回人员",
        EventKind.RISK_ZONE: "风险区",
        EventKind.TEMPORARY_CONTROL_ZONE: "临时管控区",
    }
)
INFECTIONS = frozenset({EventKind.CASE, EventKind.ASYMPTOMATIC})
"""Kinds that happen on a day and leave a window; all others are states that hold until they end."""


CONTROLLABLE = INFECTIONS | {EventKind.CLOSE_CONTACT, EventKind.KEY_AREA_RETURNEE}
"""Kinds whose person may be in central quarantine: under control, and away from the unit."""


@dataclass(frozen=True, slots=True)
class Report:
    """An event as reported: `occurred_on` is its day, `reported_on` the day it became known.

    `risk_level` is the level of a risk zone, `event_class` a class of the guideline that counts as the kind.
    """

    kind: str
    occurred_on: date
    reported_on: date
    in_central_quarantine: bool = False
    source: str = "manual"
    external_id: str | None = None
    risk_level: str | None = None
    event_class: str | None = None


IMPORT_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class ImportedEvent:
    """A record of a reporting system: what it reports, and the code of the unit it lies in."""

    unit_code: str
    report: Report


def require_import(rows: Sequence[ImportedEvent]) -> None:
    """Refuse an import that is empty or too long, or that names a record twice or not at all."""
    if not rows:
        raise _invalid("没有要导入的事件。", "events")
    if len(rows) > IMPORT_LIMIT:
        message = f"一次最多导入{IMPORT_LIMIT}个事件。"
        raise DomainError(ErrorCode.TOO_MANY_ITEMS, message, field=("events",))
    faults, seen = [], set[str]()
    for index, row in enumerate(rows):
        record = row.report.external_id
        field = ("events", str(index), "externalId")
        if record is None:
            faults.append(DomainError(ErrorCode.INVALID_INPUT, "请填写外部编号。", field=field))
        elif record in seen:
            faults.append(DomainError(ErrorCode.DUPLICATE_EVENT, "该编号在本次重复填写。", field=field))
        seen.add(record or "")
    if faults:
        raise DomainErrors(faults)


class EventStanding(StrEnum):
    """Whether an event is `excluded`, an infection that `happened`, or a state that is `ongoing` or `ended`."""

    EXCLUDED = "excluded"
    HAPPENED = "happened"
    ONGOING = "ongoing"
    ENDED = "ended"


def standing_of(kind: str, ended_on: date | None, *, excluded: bool) -> EventStanding:
    """Tell how an event stands by what is known of it now."""
    if excluded:
        return EventStanding.EXCLUDED
    if not has_end(kind):
        return EventStanding.HAPPENED
    return EventStanding.ONGOING if ended_on is None else EventStanding.ENDED


def has_end(kind: str) -> bool:
    """Tell whether events of this kind are states with an end: contacts, quarantines, returnees, zones."""
    return kind not in INFECTIONS


def require_report(report: Report, today: date) -> None:
    """Refuse a report of an unknown kind, of the future, or that became known before it happened."""
    faults = report_faults(report, today)
    if faults:
        raise DomainErrors(faults)


def report_faults(report: Report, today: date) -> list[DomainError]:
    """List everything that is wrong with a report."""
    faults = []
    if report.kind not in set(EventKind):
        faults.append(_invalid("没有这种事件。", "kind"))
    if report.occurred_on > today:
        faults.append(_future("发生日期不得晚于今天。", "occurredOn"))
    if report.reported_on > today:
        faults.append(_future("报告日期不得晚于今天。", "reportedOn"))
    if report.reported_on < report.occurred_on:
        faults.append(_invalid("报告日期不得早于发生日期。", "reportedOn"))
    if report.risk_level is not None and report.kind != EventKind.RISK_ZONE:
        faults.append(_invalid("只有风险区填写风险等级。", "riskLevel"))
    if report.in_central_quarantine and report.kind not in CONTROLLABLE:
        faults.append(_invalid("只有感染者、密接、返回人员可注明在集中隔离点。", "inCentralQuarantine"))
    texts = (
        text_fault(report.source, field=("source",), label="来源", maximum=SOURCE_LIMIT),
        text_fault(
            report.external_id,
            field=("externalId",),
            label="外部编号",
            maximum=EXTERNAL_ID_LIMIT,
            required=report.external_id is not None,
        ),
    )
    return faults + [fault for fault in texts if fault is not None]


@dataclass(frozen=True, slots=True)
class Correction:
    """An event as it should have been told, whole; `reason` says what was wrong, without naming a person."""

    kind: str
    occurred_on: date
    reported_on: date
    reason: str
    ended_on: date | None = None
    in_central_quarantine: bool = False
    risk_level: str | None = None
    event_class: str | None = None

    @property
    def report(self) -> Report:
        """Tell what it says as it would have been reported."""
        return Report(
            kind=self.kind,
            occurred_on=self.occurred_on,
            reported_on=self.reported_on,
            in_central_quarantine=self.in_central_quarantine,
            risk_level=self.risk_level,
            event_class=self.event_class,
        )


def require_correction(correction: Correction, today: date) -> None:
    """Refuse a correction that could not have been reported, or that gives no reason."""
    reason = reason_fault(correction.reason)
    faults = [
        *report_faults(correction.report, today),
        *_end_faults(correction, today),
        *([reason] if reason else []),
    ]
    if faults:
        raise DomainErrors(faults)


def _end_faults(correction: Correction, today: date) -> Iterator[DomainError]:
    if correction.ended_on is None:
        return
    try:
        require_end(correction.kind, correction.occurred_on, None, end=correction.ended_on, today=today)
    except DomainError as refusal:
        yield DomainError(refusal.code, refusal.message, field=("endedOn",))


def reason_fault(reason: str) -> DomainError | None:
    """Tell what is wrong with the reason of a correction or an exclusion."""
    return text_fault(reason, field=("reason",), label="理由", maximum=REASON_LIMIT)


def require_declared(report: Report, guideline: Guideline) -> None:
    """Refuse a risk level or class of events the guideline does not have on the day it began (open question 13)."""
    faults: list[DomainError] = []
    if report.risk_level is not None:
        faults += _level_faults(guideline.risk_levels, report.risk_level, report.occurred_on)
    if report.event_class is not None:
        faults += _class_faults(guideline.event_classes, report)
    if faults:
        raise DomainErrors(faults)


def _level_faults(levels: Sequence[RiskLevel], level: str, on: date) -> Iterator[DomainError]:
    known = next((each for each in levels if each.id == level), None)
    if known is None:
        yield _invalid("方案中没有该风险等级。", "riskLevel")
    elif known.abolished_on is not None and on >= known.abolished_on:
        yield _invalid(f"{known.name}已于{known.abolished_on}取消。", "riskLevel")


def _class_faults(classes: Sequence[EventClass], report: Report) -> Iterator[DomainError]:
    known = next((each for each in classes if each.id == report.event_class), None)
    if known is None:
        yield _invalid("方案中没有该事件类别。", "eventClass")
    elif known.counts_as != report.kind:
        yield _invalid(f"{known.name}计作{LABELS[known.counts_as]}，与事件类型不符。", "eventClass")


def closing_refusal(kind: str, ended_on: date | None) -> DomainError | None:
    """Tell why an event cannot be ended on any day: it has ended, or is no state; None if it can."""
    if ended_on is not None:
        return DomainError(ErrorCode.EVENT_CLOSED, "该事件已经结束。", field=("healthEvent",))
    if not has_end(kind):
        return _invalid("感染者事件没有结束日期，到期后自然不再影响判定。", "healthEvent")
    return None


def require_end(kind: str, occurred_on: date, ended_on: date | None, *, end: date, today: date) -> None:
    """Refuse to end a state twice, before it began or ahead of time, and to end what is no state."""
    refusal = closing_refusal(kind, ended_on)
    if refusal is not None:
        raise refusal
    if end < occurred_on:
        raise _invalid("结束日期不得早于发生日期。", "endedOn")
    if end > today:
        raise _future("结束日期不得晚于今天。", "endedOn")


def _invalid(message: str, column: str) -> DomainError:
    return DomainError(ErrorCode.INVALID_INPUT, message, field=(column,))


def _future(message: str, column: str) -> DomainError:
    return DomainError(ErrorCode.EVENT_IN_FUTURE, message, field=(column,))
