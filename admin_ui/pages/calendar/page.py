"""The calendar of the district: which days of a month are worked, why, and saying otherwise."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.permissions import district_action
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
CALENDAR = Operation.load(_HERE / "calendar.graphql")
SET_DAY = Operation.load(_HERE / "set.graphql")
CHOICES = [("work", "上班"), ("off", "休息"), ("national", "按国家安排")]
_WORKING = {"work": True, "off": False, "national": None}
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_MONTHS = 12


async def show_calendar(visit: Visit) -> Response:
    """Show a month."""
    return await _page(visit)


async def set_day(visit: Visit) -> Response:
    """Keep the district's word on a day, and show its month."""
    form = visit.form
    faults = _faults(visit)
    if not faults:
        _, faults = await visit.change(
            SET_DAY,
            idempotencyKey=form.text("key"),
            day=form.text("day"),
            working=_WORKING[form.text("working")],
            note=form.optional("note"),
        )
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(f"{visit.url('calendar')}?month={form.text('day')[:7]}", "day_set")


def _faults(visit: Visit) -> list[Fault]:
    found = [] if _is_day(visit.form.text("day")) else [Fault("day", "请填写日期。")]
    return found + (
        [] if visit.form.text("working") in _WORKING else [Fault("working", "请选择上班或休息。")]
    )


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    first = _month(visit.request.query_params.get("month") or visit.form.text("day")[:7])
    data = await visit.load(CALENDAR, year=first.year, month=first.month)
    return visit.render(
        "pages/calendar/calendar.html",
        status,
        faults=faults,
        days=data["calendar"],
        choices=CHOICES,
        setting=district_action(data, "SET_CALENDAR_DAY"),
        first=first.isoformat(),
        before=_shifted(first, -1),
        after=_shifted(first, 1),
    )


def _month(text: str) -> date:
    """Read a month such as 2022-11; anything else is the present one."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return datetime.now(_SHANGHAI).date().replace(day=1)


def _shifted(first: date, by: int) -> str:
    place = first.year * _MONTHS + first.month - 1 + by
    return f"{place // _MONTHS:04d}-{place % _MONTHS + 1:02d}"
