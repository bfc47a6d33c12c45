"""How a unit stood on a day: by what is known now, and beside it by what was known at the end of another day."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation, OperationFailedError
from admin_ui.dates import is_day
from admin_ui.forms import Fault
from admin_ui.visit import Visit

STANDING = Operation.load(Path(__file__).with_name("standing.graphql"))
DAYS = {"asOf": "状态日期", "knownOn": "获知日期"}


async def show_standing(visit: Visit) -> Response:
    """Answer for the two days in the address; without them, for today."""
    query = visit.request.query_params
    given = {name: query.get(name, "").strip()[:10] for name in DAYS}
    faults = [
        Fault(name, f"{DAYS[name]}应为日期。") for name, value in given.items() if value and not is_day(value)
    ]
    if faults:
        return await _page(visit, given, None, None, faults)
    try:
        return await _page(
            visit, given, given["asOf"] or None, _end_of(given["knownOn"], query.get("zone", ""))
        )
    except OperationFailedError as failure:
        if failure.status != 422:
            raise
        return await _ahead(visit, given)


async def _ahead(visit: Visit, given: dict[str, str]) -> Response:
    """Say which day lies ahead; a day of knowledge that has not ended yet means all that is known now."""
    code = visit.request.path_params["code"]
    today = (await visit.load(STANDING, code=code))["tenant"]["today"]
    faults = [Fault(name, f"{DAYS[name]}不得晚于今天。") for name, value in given.items() if value > today]
    return await _page(visit, given, None if faults else given["asOf"] or None, None, faults)


def _end_of(day: str, zone: str) -> str | None:
    """Give the instant a local day ends; None for no day: all that is known now."""
    if not day:
        return None
    try:
        place = ZoneInfo(zone)
    except (ValueError, KeyError, OSError):
        place = ZoneInfo("Asia/Shanghai")
    after = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time.min, place)
    return (after - timedelta(seconds=1)).isoformat()


async def _page(
    visit: Visit,
    given: dict[str, str],
    as_of: str | None,
    known_at: str | None,
    faults: Sequence[Fault] = (),
) -> Response:
    code = visit.request.path_params["code"]
    data = await visit.load(STANDING, code=code, asOf=as_of, knownAt=known_at)
    unit: dict[str, Any] | None = data["unit"]
    if unit is None:
        raise NotForYouError
    answers = [("现在所知", data["now"])]
    answers += [("当时所知", data["known"])] if known_at else []
    return visit.render(
        "pages/unit_standing/standing.html",
        422 if faults else 200,
        given=given,
        faults=faults,
        answers=answers,
        differs=bool(known_at) and _said(data["now"]) != _said(data["known"]),
    )


def _said(unit: dict[str, Any] | None) -> tuple[Any, ...]:
    """Take what makes two answers the same."""
    told = unit["standing"] if unit else None
    return (told["standing"], told["number"], told["causeText"]) if told else ()
