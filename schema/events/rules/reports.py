"""What may be reported as a health event, and how one comes to its end."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import Held, text_fault
from schema.guidelines.rules.format import EventClass, Guideline
from schema.key_areas.rules import level_faults

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
    SUSPECTED = "suspected"
    FEVER = "fever"


class Control(StrEnum):
    """How a person is kept from passing anything on."""

    CENTRAL = "central"
    HOME = "home"
    MONITORED = "monitored"


LABELS: Mapping[str, str] = MappingProxyType(
    {
        EventKind.CASE: "确诊病例",
        EventKind.ASYMPTOMATIC: "无症状感染者",
        EventKind.CLOSE_CONTACT: "密切接触者",
        EventKind.HOME_QUARANTINE: "居家隔离",
        EventKind.KEY_AREA_RETURNEE: "管控期内的市外重点疫区返回人员",
        EventKind.RISK_ZONE: "风险区",
        EventKind.TEMPORARY_CONTROL_ZONE: "临时管控区",
        EventKind.SUSPECTED: "疑似病例",
        EventKind.FEVER: "发热人员",
    }
)
INFECTIONS = frozenset({EventKind.CASE, EventKind.ASYMPTOMATIC})
"""Kinds that happen on a day and leave a window; all others are states that hold until they end."""


WATCHED = frozenset(
    {EventKind.CLOSE_CONTACT, EventKind.KEY_AREA_RETURNEE, EventKind.SUSPECTED, EventKind.FEVER}
)
"""Kinds whose person may be controlled elsewhere than in central quarantine, too."""


CONTROLLABLE = INFECTIONS | WATCHED
"""Kinds whose person may be in central quarantine: under control, and away from the unit."""


@dataclass(frozen=True, slots=True)
class Report:
    """An event as reported: `occurred_on` is its day, `reported_on` the day it became known.

    `risk_level` is the level of a risk zone, `event_class` a class of the guideline that counts as the kind,
    `area_id` the key area a returnee came from and left on `left_area_on`, `control` how the person is controlled.
    """

    kind: str
    occurred_on: date
    reported_on: date
    in_central_quarantine: bool = False
    source: str = "manual"
    external_id: str | None = None
    risk_level: str | None = None
    event_class: str | None = None
    area_id: uuid.UUID | None = None
    left_area_on: date | None = None
    control: str | None = None


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
    faults += _control_faults(report)
    faults += _origin_faults(report)
    texts = (
        text_fault(report.source, field=("source",), label="来源", maximum=SOURCE_LIMIT, lines=False),
        text_fault(
            report.external_id,
            field=("externalId",),
            label="外部编号",
            maximum=EXTERNAL_ID_LIMIT,
            required=report.external_id is not None,
            held=Held.RECORD,
            lines=False,
        ),
    )
    return faults + [fault for fault in texts if fault is not None]


def controlled(*, in_central_quarantine: bool, control: str | None) -> tuple[bool, str | None]:
    """Give what is kept of a control told in either way: whether it is central quarantine, and the control."""
    if in_central_quarantine or control == Control.CENTRAL:
        return True, Control.CENTRAL
    return False, control


def _control_faults(report: Report) -> Iterator[DomainError]:
    if report.control is None or (report.control == Control.CENTRAL and report.kind in CONTROLLABLE):
        return
    if report.kind not in WATCHED:
        yield _invalid("此类事件没有管控方式，或只能是集中隔离。", "control")
    elif report.in_central_quarantine and report.control != Control.CENTRAL:
        yield _invalid("已在集中隔离点的，管控方式只能是集中隔离。", "control")


def _origin_faults(report: Report) -> Iterator[DomainError]:
    if report.left_area_on is not None and report.area_id is None:
        yield _invalid("填写离开日期的须写明来源地区。", "leftAreaOn")
    elif report.left_area_on is not None and report.left_area_on > report.occurred_on:
        yield _invalid("离开日期不得晚于返回日期。", "leftAreaOn")


@dataclass(frozen=True, slots=True)
class Correction:
    """An event as it should have been told, whole; `reason` says what was wrong, without naming a person.

    Where nothing is told of the area (`area_told`), a returnee's stands.
    """

    kind: str
    occurred_on: date
    reported_on: date
    reason: str
    ended_on: date | None = None
    in_central_quarantine: bool = False
    risk_level: str | None = None
    event_class: str | None = None
    area_id: uuid.UUID | None = None
    left_area_on: date | None = None
    area_told: bool = False
    control: str | None = None

    def with_area(self, area_id: uuid.UUID | None, left_area_on: date | None) -> "Correction":
        """Keep the area an event was told with, where the correction tells nothing of it."""
        if self.area_told or self.kind != EventKind.KEY_AREA_RETURNEE:
            return self
        return replace(self, area_id=area_id, left_area_on=left_area_on)

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
            area_id=self.area_id,
            left_area_on=self.left_area_on,
            control=self.control,
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
        faults += level_faults(guideline.risk_levels, report.risk_level, report.occurred_on, "riskLevel")
    if report.event_class is not None:
        faults += _class_faults(guideline.event_classes, report)
    if faults:
        raise DomainErrors(faults)


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


UPGRADES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        EventKind.ASYMPTOMATIC: frozenset({EventKind.CASE}),
        EventKind.CLOSE_CONTACT: INFECTIONS,
        EventKind.FEVER: INFECTIONS,
        EventKind.HOME_QUARANTINE: INFECTIONS,
        EventKind.KEY_AREA_RETURNEE: INFECTIONS,
        EventKind.SUSPECTED: INFECTIONS,
    }
)
"""What a person may be found to be who was this before; zones are no persons, and a case is the end of it."""


def upgrading_refusal(kind: str, ended_on: date | None, *, became: bool) -> DomainError | None:
    """Tell why an event cannot become an infection: it did, is no person's, or is over; None if it can."""
    if became:
        return DomainError(ErrorCode.EVENT_CLOSED, "该事件已转为感染者。", field=("healthEvent",))
    if kind not in UPGRADES:
        return _invalid("只有密接、隔离、返回、疑似、发热人员和无症状感染者可转为感染者。", "healthEvent")
    if ended_on is not None:
        message = "该事件已经结束；其后的感染请另行上报。"
        return DomainError(ErrorCode.EVENT_CLOSED, message, field=("healthEvent",))
    return None


def upgrade_faults(kind: str, occurred_on: date, report: Report) -> Iterator[DomainError]:
    """Find an infection a person cannot become, or of a day before what they were."""
    if report.kind not in UPGRADES.get(kind, frozenset()):
        yield _invalid("无症状感染者只能转为确诊病例，其余转为确诊病例或无症状感染者。", "kind")
    if report.occurred_on < occurred_on:
        yield _invalid(f"感染的日期不得早于原事件的发生日期（{occurred_on}）。", "occurredOn")


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
