"""Choosing anew, on a version's page, what becomes of standing names: simulated, checked, and then written."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.standing_names import (
    CAUTIONS,
    choice_faults,
    shown_faults,
    standing_names,
    treatment_of,
)
from admin_ui.dates import day
from admin_ui.forms import Fault, faults_of
from admin_ui.pages.guideline_version.page import again, load_version, number_of, show_version
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
DECIDE = Operation.load(_HERE / "decide.graphql")
PREVIEW = Operation.load(_HERE / "preview.graphql")
SIMULATE = Operation.load(_HERE / "simulate.graphql")


async def decide_names(visit: Visit) -> Response:
    """Choose what becomes of names, after a check of what that brings about."""
    stage = visit.form.text("stage")
    if stage == "edit":
        return await show_version(visit)
    faults = choice_faults(visit.form)
    choice = standing_names(visit.form)
    if choice is None:
        faults.append(Fault("standingNames.treatment", "请选择已有名称如何处理。"))
    if faults or choice is None:
        return await again(visit, faults)
    return await _commit(visit, choice) if stage == "commit" else await _check(visit, choice)


async def simulate_version(visit: Visit) -> Response:
    """Begin a simulation of the version and watch it."""
    payload, faults = await visit.change(
        SIMULATE, idempotencyKey=visit.form.text("key"), version=number_of(visit)
    )
    if faults:
        return await again(visit, faults)
    return visit.see(visit.url("simulation", id=payload["simulation"]["id"]), "simulating")


async def _commit(visit: Visit, choice: dict[str, Any]) -> Response:
    _, faults = await visit.change(DECIDE, **_sent(visit, choice))
    if faults:
        return await again(visit, shown_faults(faults, {"reason": "namesReason"}))
    return visit.see(visit.url("guideline_version", number=str(number_of(visit))), "names_decided")


async def _check(visit: Visit, choice: dict[str, Any]) -> Response:
    await load_version(visit)
    seen = await visit.look_up(PREVIEW, "preview", input=_sent(visit, choice)) or {}
    # How many fall is what the check shows: confirming it is what the page after this one does.
    faults = [each for each in faults_of(seen["errors"]) if each.code != "CONFIRMATION_REQUIRED"]
    if faults:
        return await again(visit, shown_faults(faults, {"reason": "namesReason"}))
    return visit.render("components/check.html", check=_asked(visit, choice, seen))


def _asked(visit: Visit, choice: dict[str, Any], seen: dict[str, Any]) -> Check:
    number, fields = str(number_of(visit)), answers_in(visit.form)
    falling = _falling(seen)
    if falling is not None:
        fields["standingNames.falling"] = str(falling)
    return Check(
        title=f"第 {number} 版：已有名称的处理",
        answers=[
            ("处理", treatment_of(choice)),
            ("期限或认定之日", day(seen["dueOn"]) if seen["dueOn"] else "无"),
            ("按今天的情况：名称不保", "未推演" if falling is None else f"{falling} 个"),
            ("理由", visit.form.text("namesReason")),
        ],
        caution="确认后代替现在的处理，历次决定留存备查。" + CAUTIONS.get(choice["treatment"], ""),
        confirm="确认处理",
        action=visit.url("decide_names", number=number),
        fields=fields,
        tone="bad" if falling else "info",
        section="guidelines",
    )


def _falling(seen: dict[str, Any]) -> int | None:
    """Read how many names fall, also where that has yet to be confirmed."""
    told = [detail for error in seen["errors"] for detail in error["details"] if detail["name"] == "falling"]
    return int(told[0]["value"]) if told else seen["falling"]


def _sent(visit: Visit, choice: dict[str, Any]) -> dict[str, Any]:
    form = visit.form
    return {
        "idempotencyKey": form.text("key"),
        "version": number_of(visit),
        "expectedRevision": form.revision(),
        "standingNames": choice,
        "simulation": form.optional("simulation"),
        "reason": form.text("namesReason"),
    }
