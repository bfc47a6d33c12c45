"""What a form about a role says of days and units, as the API takes it."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from admin_ui.client import Operation
from admin_ui.dates import is_day
from admin_ui.forms import Fault
from admin_ui.visit import Visit

PLACE = Operation.load(Path(__file__).with_name("place.graphql"))


def optional_day(text: str, control: str, label: str) -> tuple[str | None, list[Fault]]:
    """Read a day that may be left out; a control with something else in it is at fault."""
    if not text or is_day(text):
        return text or None, []
    return None, [Fault(control, f"{label}应填写日期。")]


def end_of_day(text: str, zone: str) -> tuple[str | None, list[Fault]]:
    """Give the instant a local day ends, None if none was given."""
    day, faults = optional_day(text, "lastDay", "最后一天")
    try:
        after = (
            datetime.combine(datetime.fromisoformat(day).date(), time.min, ZoneInfo(zone)) if day else None
        )
        return ((after + timedelta(days=1)).isoformat() if after else None), faults
    except (ValueError, KeyError, OverflowError):
        return None, [Fault("lastDay", "最后一天应填写日期。")]


async def unit_of(visit: Visit, control: str) -> tuple[str | None, list[Fault]]:
    """Find the id of the unit whose code a control holds."""
    code = visit.form.text(control)
    found = await visit.look_up(PLACE, "unit", code=code) if code else None
    return (found["id"], []) if found else (None, [Fault(control, "没有这个编码的单元。", "编码见单元页。")])


def role_option(one: Any) -> tuple[str, str]:
    """Name a role to choose, with the offices it is, by the level it is held at."""
    offices = "；".join(
        f"{office['name']}：{'、'.join(level['name'] for level in office['levels'])}"
        for office in one["offices"]
    )
    return one["role"], f"{one['roleName']}（{offices}）" if offices else one["roleName"]
