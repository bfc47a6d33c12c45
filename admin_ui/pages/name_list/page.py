"""The page of a batch's list of names: what stands in it, where it goes, publishing it after a check."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
LIST = Operation.load(_HERE / "list.graphql")
PUBLISH = Operation.load(_HERE / "publish.graphql")


async def show_list(visit: Visit) -> Response:
    """Show the page."""
    return _page(visit, await _load(visit))


async def publish_list(visit: Visit) -> Response:
    """Publish the list in the channels that were ticked, after a check."""
    stage, channels = visit.form.text("stage"), _channels(visit)
    if stage == "commit":
        return await _publish(visit, channels)
    batch = await _load(visit)
    if stage == "edit" or batch["nameListPreview"] is None:
        return _page(visit, batch)
    if not channels:
        return _page(visit, batch, 422, [Fault("channels", "请选择公布渠道。")])
    if faults := await visit.check(PUBLISH, **_sent(visit, channels)):
        return _page(visit, batch, 422, [_placed(fault) for fault in faults])
    return visit.render("components/check.html", check=_check(visit, batch["nameListPreview"], channels))


async def _publish(visit: Visit, channels: list[str]) -> Response:
    _, faults = await visit.change(PUBLISH, **_sent(visit, channels))
    if faults:
        return _page(visit, await _load(visit), 422, [_placed(fault) for fault in faults])
    return visit.see(visit.url("name_list", id=visit.request.path_params["id"]), "list_published")


def _sent(visit: Visit, channels: list[str]) -> dict[str, Any]:
    identity = visit.request.path_params["id"]
    return {"idempotencyKey": visit.form.text("key"), "batch": identity, "channels": channels}


def _channels(visit: Visit) -> list[str]:
    """Read the channels that were ticked, in the order of the form."""
    ticked = visit.form.under("channel")
    return [ticked[place] for place in sorted(ticked, key=lambda each: (len(each), each))]


def _placed(fault: Fault) -> Fault:
    """Point a fault of any channel at the group of them; the batch has no field."""
    part = fault.field.partition(".")[0]
    return replace(fault, field="channels" if part == "channels" else "")


def _check(visit: Visit, preview: dict[str, Any], channels: list[str]) -> Check:
    identity = visit.request.path_params["id"]
    return Check(
        title=f"公布：{preview['title']}",
        answers=[
            ("名单", f"{len(preview['names'])} 个单元"),
            *((name["number"], f"{name['name']}（{name['title']}）") for name in preview["names"]),
            ("公布渠道", "、".join(channels)),
        ],
        caution="确认后名单对外公开，以后名称有变也不改动，且只能公布一次。",
        confirm="确认公布",
        action=visit.url("name_list", id=identity),
        fields=answers_in(visit.form),
        section="batches",
    )


async def _load(visit: Visit) -> dict[str, Any]:
    data = await visit.load(LIST, id=visit.request.path_params["id"])
    batch: dict[str, Any] | None = data["node"]
    if not batch:
        raise NotForYouError
    return batch


def _page(visit: Visit, batch: dict[str, Any], status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    preview = batch["nameListPreview"]
    return visit.render(
        "pages/name_list/list.html",
        status,
        batch=batch,
        shown=batch["publishedList"] or preview,
        permissions=sort_actions([preview["publish"]] if preview else ()),
        faults=faults,
    )
