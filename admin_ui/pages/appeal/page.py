"""One appeal: what it is against and why, and the decision, checked before it is made."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.naming import full_name
from admin_ui.visit import Visit
from admin_ui.wording import CHANGE

_HERE = Path(__file__).parent
APPEAL = Operation.load(_HERE / "appeal.graphql")
DECIDE = Operation.load(_HERE / "decide.graphql")
UPHELD = "确认后名称随即按原编号恢复，并记入名称变动，不能撤回。"
DISMISSED = "确认后原决定继续有效，不能撤回。"
DECISIONS = {"yes": "申诉成立，撤销原决定", "no": "申诉不成立，维持原决定"}


async def show_appeal(visit: Visit) -> Response:
    """Show the appeal."""
    return _page(visit, await _load(visit))


async def decide_appeal(visit: Visit) -> Response:
    """Check the decision, then make it."""
    form = visit.form
    if form.text("stage") == "edit":
        return _page(visit, await _load(visit))
    faults = [] if form.text("upheld") in DECISIONS else [Fault("upheld", "请选择决定。")]
    if faults or form.text("stage") != "commit":
        appeal = await _load(visit)
        if faults := faults or await visit.check(DECIDE, **_sent(visit)):
            return _page(visit, appeal, 422, faults)
        return visit.render("components/check.html", check=_check(visit, appeal))
    _, faults = await visit.change(DECIDE, **_sent(visit))
    if faults:
        return _page(visit, await _load(visit), 422, faults)
    return visit.see(visit.url("appeal", id=visit.request.path_params["id"]), "appeal_decided")


def _sent(visit: Visit) -> dict[str, Any]:
    form = visit.form
    return {
        "idempotencyKey": form.text("key"),
        "appeal": visit.request.path_params["id"],
        "expectedRevision": form.revision(),
        "upheld": form.text("upheld") == "yes",
        "opinion": form.text("opinion"),
    }


async def _load(visit: Visit) -> dict[str, Any]:
    data = await visit.load(APPEAL, id=visit.request.path_params["id"])
    appeal: dict[str, Any] | None = data["node"]
    if not appeal or appeal["unit"] is None:
        raise NotForYouError
    return appeal


def _page(visit: Visit, appeal: dict[str, Any], status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    permissions = sort_actions(appeal["actions"])
    refused = permissions.mine + permissions.others
    return visit.render(
        "pages/appeal/appeal.html",
        status,
        appeal=appeal,
        decisions=DECISIONS,
        permissions=permissions,
        took_part=any(reason["code"] == "ALREADY_ACTED" for one in refused for reason in one["reasons"]),
        faults=faults,
    )


def _check(visit: Visit, appeal: dict[str, Any]) -> Check:
    form, change = visit.form, appeal["change"]
    upheld = form.text("upheld") == "yes"
    return Check(
        title=f"决定申诉：{full_name(appeal['unit'])}",
        answers=[
            (
                "所申诉的决定",
                f"{CHANGE[change['change'].upper()].word}：{change['causeText']}" if change else "无",
            ),
            ("决定", DECISIONS[form.text("upheld")]),
            ("理由", form.text("opinion") or "未填写"),
        ],
        caution=UPHELD if upheld else DISMISSED,
        confirm="确认申诉成立" if upheld else "确认申诉不成立",
        action=visit.url("appeal", id=appeal["id"]),
        fields=answers_in(form),
        tone="warn",
        section="supervision",
    )
