"""Changing a place: the form, then a check of what follows, then the deed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.handling import View
from admin_ui.pages.place.changes import RECODE, RETYPE, PlaceChange
from admin_ui.pages.place.preview import following, namesakes_in
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
PLACE = Operation.load(_HERE / "place.graphql")
PREVIEW = Operation.load(_HERE / "preview.graphql")
CAUTION = (
    "以上尚未写入。确认后随即办理，并告知在该处任职的人员和管理员；其间情况有变的，系统会拒绝并请您重新核对。"
)
_FIELDS = {"unit": "", "expectedRevision": "", "preview": "", "code": "newCode"}


def show_change(change: PlaceChange) -> View:
    """Make the view that shows the form of a change."""

    async def show(visit: Visit) -> Response:
        return _page(visit, change, await _load(visit))

    return show


def send_change(change: PlaceChange) -> View:
    """Make the view that checks the form of a change, and on confirmation makes it."""

    async def send(visit: Visit) -> Response:
        unit = await _load(visit)
        form = visit.form
        if form.text("stage") == "edit":
            return _page(visit, change, unit)
        sent = {
            "idempotencyKey": form.text("key"),
            "unit": unit["id"],
            "expectedRevision": form.revision(),
            "reason": form.text("reason"),
        } | change.sent(form)
        if form.text("stage") == "commit":
            return await _commit(visit, change, unit, sent)
        if change.previewed is not None:
            payload, faults = await visit.change(PREVIEW, **{change.previewed: sent})
        else:
            payload, faults = await visit.change(change.operation, **sent, checkOnly=True)
        if faults:
            return _page(visit, change, unit, 422, _placed(faults))
        return visit.render("components/check.html", check=_check(visit, change, unit, payload))

    return send


async def _commit(visit: Visit, change: PlaceChange, unit: dict[str, Any], sent: dict[str, Any]) -> Response:
    if change.previewed is not None:
        sent["preview"] = visit.form.optional("preview")
    payload, faults = await visit.change(change.operation, **sent)
    if faults:
        return _page(visit, change, unit, 422, _placed(faults))
    code = payload["unit"]["code"] if change in (RECODE, RETYPE) else unit["code"]
    return visit.see(visit.url("unit", code=code), change.notice)


def _placed(faults: Sequence[Fault]) -> list[Fault]:
    """Point faults at the controls of the form; those of a preview have its part in front."""
    names = [fault.field.removeprefix("input.").rpartition(".")[2] for fault in faults]
    return [replace(fault, field=_FIELDS.get(name, name)) for fault, name in zip(faults, names, strict=True)]


async def _load(visit: Visit) -> dict[str, Any]:
    data = await visit.load(PLACE, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None:
        raise NotForYouError
    return unit | {"kinds": {each["id"]: each["name"] for each in data["guideline"]["unitKinds"]}}


def _page(
    visit: Visit,
    change: PlaceChange,
    unit: dict[str, Any],
    status: int = 200,
    faults: Sequence[Fault] = (),
) -> Response:
    return visit.render(
        "pages/place/form.html",
        status,
        change=change,
        unit=unit,
        kinds=[each for each in unit["kinds"].items() if each[1] != unit["kind"]["name"]],
        permissions=sort_actions(one for one in unit["actions"] if one["name"] == change.action),
        faults=faults,
    )


def _check(visit: Visit, change: PlaceChange, unit: dict[str, Any], payload: dict[str, Any]) -> Check:
    previewed = change.previewed is not None
    token = {"preview": payload["token"] or ""} if previewed else {}
    follows = following(payload) if previewed else namesakes_in(payload)
    return Check(
        title=f"{change.title}：{unit['name']}",
        answers=[*change.answers(visit.form, unit), ("原因", visit.form.text("reason")), *follows],
        caution=CAUTION,
        confirm=f"确认{change.title}",
        action=visit.url(change.route, code=unit["code"]),
        fields=answers_in(visit.form) | token,
        tone="bad" if change.grave else "info",
        section="units",
    )
