"""The page of a version: what it says in plain words, what it changed, and withdrawing it after a check."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.explanation import sections_of
from admin_ui.components.permissions import district_action, sort_actions
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
VERSION = Operation.load(_HERE / "version.graphql")
WITHDRAW = Operation.load(_HERE / "withdraw.graphql")
LARGEST = 2**31 - 1


async def show_version(visit: Visit) -> Response:
    """Show the page."""
    return _render(visit, await load_version(visit))


async def withdraw_version(visit: Visit) -> Response:
    """End the version today, after the reason was given and checked."""
    form = visit.form
    if form.text("stage") == "commit":
        return await _commit(visit)
    version = await load_version(visit)
    if form.text("stage") == "edit":
        return _render(visit, version)
    if faults := await visit.check(WITHDRAW, **_sent(visit)):
        return _render(visit, version, 422, faults)
    return visit.render("components/check.html", check=_check(visit, version))


async def _commit(visit: Visit) -> Response:
    _, faults = await visit.change(WITHDRAW, **_sent(visit))
    if faults:
        return _render(visit, await load_version(visit), 422, faults)
    return visit.see(visit.url("guideline_version", number=str(number_of(visit))), "guideline_withdrawn")


def _sent(visit: Visit) -> dict[str, Any]:
    form = visit.form
    return {"idempotencyKey": form.text("key"), "number": number_of(visit), "reason": form.text("reason")}


def _check(visit: Visit, version: dict[str, Any]) -> Check:
    number = str(version["number"])
    return Check(
        title=f"撤回第 {number} 版方案",
        answers=[("方案", version["content"]["title"]), ("撤回理由", visit.form.text("reason") or "未填写")],
        caution="确认后今天起不再施行，恢复施行在它之前的版本，不能恢复。已按此版开始的申请仍按此版办理。",
        confirm="确认撤回",
        action=visit.url("withdraw_guideline", number=number),
        fields=answers_in(visit.form),
        tone="bad",
        section="guidelines",
    )


async def again(visit: Visit, faults: Sequence[Fault]) -> Response:
    """Show the page once more, with what was refused."""
    return _render(visit, await load_version(visit), 422, faults)


def number_of(visit: Visit) -> int:
    """Read the version's number from the address; what is none is not found."""
    given = visit.request.path_params["number"]
    if not (given.isascii() and given.isdecimal() and int(given) <= LARGEST):
        raise HTTPException(404)
    return int(given)


async def load_version(visit: Visit) -> dict[str, Any]:
    """Read the version; one there is not is unknown."""
    data = await visit.load(VERSION, number=number_of(visit))
    version: dict[str, Any] | None = data["guidelineVersion"]
    if version is None:
        raise NotForYouError
    return version


def _render(
    visit: Visit, version: dict[str, Any], status: int = 200, faults: Sequence[Fault] = ()
) -> Response:
    return visit.render(
        "pages/guideline_version/version.html",
        status,
        version=version,
        sections=sections_of(version["explanation"]),
        permissions=sort_actions(version["actions"]),
        names_permissions=sort_actions(version["ruleChange"]["actions"] if version["ruleChange"] else ()),
        simulates=district_action(visit.loaded["data"], "SIMULATE")["allowed"],
        drafts=district_action(visit.loaded["data"], "DRAFT_GUIDELINE")["allowed"],
        faults=faults,
    )
