"""From where a returnee came: an area that was on the list on the day of departure or arrival (B-d)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from schema.events.rules import EventKind, Report
from schema.events.rules.imports import ImportedEvent
from schema.events.tables import HealthEvent
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Transaction
from schema.guidelines.rules.format import EventClass
from schema.key_areas import repository as areas
from schema.key_areas.rules import ancestry, class_by_level, class_fault, is_listed
from schema.key_areas.tables import KeyArea


async def settle_origin(
    tx: Transaction,
    report: Report,
    classes: Sequence[EventClass],
    *,
    before: HealthEvent | None = None,
) -> Report:
    """Tell a report with the class its area puts the returnee to; refuse an area that was not listed then.

    What was told of an event `before` stands, though the list may have changed since.
    """
    if report.area_id is None:
        return report
    area = await areas.look_up(tx.session, report.area_id)
    _require_returnee(report, "area")
    if before is None or _told(before) != (report.area_id, report.left_area_on, report.occurred_on):
        _require_listed(area, report, "area")
    return classified(report, area, classes)


def origin_of(
    row: ImportedEvent, listed: Mapping[str, Sequence[KeyArea]], classes: Sequence[EventClass]
) -> Report:
    """Tell a record with the area its code stands for, and the class that puts the returnee to.

    The nearest division counts that it is or lies in and that was on the list then; `listed` is by padded code.
    """
    if row.area_code is None:
        return row.report
    known = [area for division in ancestry(row.area_code) for area in listed.get(division, ())]
    if not known:
        raise DomainError(ErrorCode.UNKNOWN_AREA, "名单中没有该区划代码。", field=("areaCode",))
    _require_returnee(row.report, "areaCode")
    days = _days(row.report)
    area = next((each for each in known if is_listed(each.listed_from, each.listed_until, days)), known[0])
    _require_listed(area, row.report, "areaCode")
    return classified(replace(row.report, area_id=area.id), area, classes)


def classified(report: Report, area: KeyArea, classes: Sequence[EventClass]) -> Report:
    """Put a returnee to the class of the area's level, unless one that allows it was told."""
    if report.event_class is None:
        return replace(report, event_class=class_by_level(classes, area.level))
    fault = class_fault(classes, report.event_class, area.level)
    if fault is not None:
        raise fault
    return report


def _require_returnee(report: Report, column: str) -> None:
    if report.kind != EventKind.KEY_AREA_RETURNEE:
        message = "只有返回人员填写来源地区。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=(column,))


def _require_listed(area: KeyArea, report: Report, column: str) -> None:
    if not is_listed(area.listed_from, area.listed_until, _days(report)):
        until = area.listed_until.isoformat() if area.listed_until else ""
        raise DomainError(
            ErrorCode.AREA_NOT_LISTED,
            f"{area.name}在离开和返回之日都不在名单上。",
            field=(column,),
            details={"validFrom": area.listed_from.isoformat(), "validUntil": until},
        )


def _days(report: Report) -> set[date]:
    return {day for day in (report.left_area_on, report.occurred_on) if day is not None}


def _told(event: HealthEvent) -> tuple[uuid.UUID | None, date | None, date]:
    return event.area_id, event.left_area_on, event.occurred_on
