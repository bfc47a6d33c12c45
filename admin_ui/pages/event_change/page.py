"""Changing a health event: the form, then a check of what it will do to names, then the deed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault, Form
from admin_ui.handling import View
from admin_ui.pages.event.choices import CONTROLS, areas_of, classes_of, levels_of
from admin_ui.pages.event.preview import CAUTION, PREVIEW, answers_of, confirming
from admin_ui.pages.event_change.changes import CORRECT, INFECTED, UPGRADE, EventChange
from admin_ui.visit import Visit
from admin_ui.wording import EVENT_KIND

_HERE = Path(__file__).parent
CHANGE = Operation.load(_HERE / "change.graphql")
PLACE = Operation.load(_HERE / "place.graphql")
_FIELDS = {"healthEvent": "", "unit": "unitCode", "expectedRevision": "", "preview": ""}


def show_change(change: EventChange) -> View:
    """Make the view that shows the form of a change."""

    async def show(visit: Visit) -> Response:
        event = await _load(visit)
        visit.form = Form(_prefilled(event) if change is not UPGRADE else _fresh(visit, event))
        return _page(visit, change, event)

    return show


def send_change(change: EventChange) -> View:
    """Make the view that checks the form of a change, and on confirmation makes it."""

    async def send(visit: Visit) -> Response:
        event = await _load(visit)
        if visit.form.text("stage") == "edit":
            return _page(visit, change, event)
        faults = change.wanting(visit.form)
        if not faults and visit.form.text("stage") == "commit":
            return await _commit(visit, change, event)
        preview, faults = ({}, faults) if faults else await _preview(visit, change, event)
        if faults:
            return _page(visit, change, event, 422, faults)
        return visit.render("components/check.html", check=_check(visit, change, event, preview))

    return send


async def _preview(
    visit: Visit, change: EventChange, event: dict[str, Any]
) -> tuple[dict[str, Any], list[Fault]]:
    sent, faults = await _sent(visit, change, event)
    if faults:
        return {}, faults
    preview, faults = await visit.change(PREVIEW, **{change.previewed: sent})
    return preview, _placed(faults)


async def _commit(visit: Visit, change: EventChange, event: dict[str, Any]) -> Response:
    sent, faults = await _sent(visit, change, event)
    if not faults:
        payload, faults = await visit.change(change.operation, **sent, preview=visit.form.optional("preview"))
    if faults:
        return _page(visit, change, event, 422, _placed(faults))
    shown = payload["healthEvent"]["id"] if change is UPGRADE else event["id"]
    return visit.see(visit.url("event_record", id=shown), change.notice)


async def _sent(
    visit: Visit, change: EventChange, event: dict[str, Any]
) -> tuple[dict[str, Any], list[Fault]]:
    """Put together what is sent; a corrected place is looked up by its code."""
    sent = {
        "idempotencyKey": visit.form.text("key"),
        "healthEvent": event["id"],
        "expectedRevision": visit.form.revision(),
    } | change.sent(visit.form)
    if change is not CORRECT:
        return sent, []
    code = visit.form.text("unitCode")
    place = event["unit"] if code == event["unit"]["code"] else await visit.look_up(PLACE, "unit", code=code)
    if place is None:
        return {}, [Fault("unitCode", "辖区内没有此编码的单元。", "请核对编码，或在“单元”中查找。")]
    return sent | {"unit": place["id"]}, []


def _placed(faults: Sequence[Fault]) -> list[Fault]:
    """Point faults at the controls of the form; those of a preview have its part in front."""
    names = [fault.field.removeprefix("input.").rpartition(".")[2] for fault in faults]
    return [replace(fault, field=_FIELDS.get(name, name)) for fault, name in zip(faults, names, strict=True)]


async def _load(visit: Visit) -> dict[str, Any]:
    data = await visit.load(CHANGE, id=visit.request.path_params["id"])
    event: dict[str, Any] | None = data["node"]
    if not event or event["unit"] is None:
        raise NotForYouError
    offered = {"levels": levels_of(data), "classes": classes_of(data)}
    return event | offered | {"areas": areas_of(data, event["area"])}


def _prefilled(event: dict[str, Any]) -> dict[str, str]:
    """Fill the form with what is known, so that a correction changes only what was wrong."""
    names = ("kind", "occurredOn", "reportedOn", "endedOn", "riskLevel", "eventClass", "leftAreaOn")
    known = {name: event[name] or "" for name in names}
    held = "yes" if event["inCentralQuarantine"] else "no"
    known["area"] = event["area"]["id"] if event["area"] else ""
    known["control"] = (event["control"] or "") if event["control"] != "CENTRAL" else ""
    return known | {"unitCode": event["unit"]["code"], "inCentralQuarantine": held}


def _fresh(visit: Visit, event: dict[str, Any]) -> dict[str, str]:
    """Fill the form of an infection with today, and where the person is known to be."""
    today = visit.loaded["data"]["tenant"]["today"]
    held = "yes" if event["inCentralQuarantine"] else "no"
    return {"occurredOn": today, "reportedOn": today, "inCentralQuarantine": held}


def _page(
    visit: Visit,
    change: EventChange,
    event: dict[str, Any],
    status: int = 200,
    faults: Sequence[Fault] = (),
) -> Response:
    return visit.render(
        "pages/event_change/change.html",
        status,
        change=change,
        event=event,
        kinds=EVENT_KIND,
        infected=[(kind, EVENT_KIND[kind]) for kind in INFECTED],
        controls=CONTROLS,
        permissions=sort_actions(one for one in event["actions"] if one["name"] == change.action),
        faults=faults,
    )


def _check(visit: Visit, change: EventChange, event: dict[str, Any], preview: dict[str, Any]) -> Check:
    unit = event["unit"]
    return Check(
        title=f"{change.verb}：{EVENT_KIND[event['kind']]}",
        answers=[
            ("单元", " › ".join([*(above["name"] for above in unit["ancestors"]), unit["name"]])),
            *change.answers(visit.form, event),
            *answers_of(preview),
        ],
        caution=CAUTION,
        confirm=confirming(preview, change.verb),
        action=visit.url(change.route, id=event["id"]),
        fields=answers_in(visit.form) | {"preview": preview["token"]},
        tone="bad" if preview["falling"] else "info",
        section="events",
    )
