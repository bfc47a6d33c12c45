"""The list of key areas as it stands on a day: putting an area on it, and saying its last day."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.permissions import district_action
from admin_ui.dates import is_day
from admin_ui.forms import Fault, Form
from admin_ui.pages.event.choices import levels_of
from admin_ui.paging import page_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
KEY_AREAS = Operation.load(_HERE / "key_areas.graphql")
LIST = Operation.load(_HERE / "list.graphql")
END = Operation.load(_HERE / "end.graphql")
PAGE_SIZE = 50


async def show_key_areas(visit: Visit) -> Response:
    """Show the areas that are on the list on a day."""
    return await _page(visit)


async def list_key_area(visit: Visit) -> Response:
    """Put an area on the list."""
    form = visit.form
    faults = _list_faults(form)
    if not faults:
        _, faults = await visit.change(
            LIST,
            idempotencyKey=form.text("key"),
            name=form.text("name"),
            code=form.optional("code"),
            level=form.optional("level"),
            validFrom=form.text("validFrom"),
            validUntil=form.optional("validUntil"),
            source=form.text("source"),
        )
    return await _page(visit, 422, faults) if faults else visit.see(visit.url("key_areas"), "area_listed")


async def end_key_area(visit: Visit) -> Response:
    """Say the last day an area is on the list."""
    form, area = visit.form, visit.form.text("area")
    control = f"validUntil.{area}"
    faults = [] if is_day(form.text(control)) else [Fault(control, "请填写移出前的最后一天。")]
    if not faults:
        _, refused = await visit.change(
            END,
            idempotencyKey=form.text("key"),
            area=area,
            expectedRevision=form.revision(),
            validUntil=form.text(control),
        )
        faults = [replace(fault, field=control) for fault in refused]
    return await _page(visit, 422, faults) if faults else visit.see(visit.url("key_areas"), "area_ended")


def _list_faults(form: Form) -> list[Fault]:
    faults = [] if is_day(form.text("validFrom")) else [Fault("validFrom", "请填写列入日期。")]
    until = form.text("validUntil")
    return faults + ([] if not until or is_day(until) else [Fault("validUntil", "截止日期应填写日期。")])


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    query = visit.request.query_params
    on = query.get("on", "") if is_day(query.get("on", "")) else ""
    data = await visit.load(KEY_AREAS, on=on or None, **page_of(query, "list", PAGE_SIZE))
    return visit.render(
        "pages/key_areas/key_areas.html",
        status,
        rows=[edge["node"] for edge in data["keyAreas"]["edges"]],
        on=on or data["tenant"]["today"],
        address=visit.url("key_areas") + (f"?on={on}" if on else ""),
        levels=levels_of(data),
        keeping=district_action(data, "LIST_KEY_AREA"),
        faults=faults,
    )
