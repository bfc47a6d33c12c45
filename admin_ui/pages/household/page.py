"""The page of a household: its people, masked; written otherwise, or noted to have moved out after a check."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.people import wrong_days
from admin_ui.components.permissions import sort_actions
from admin_ui.dates import day, is_day
from admin_ui.forms import Fault
from admin_ui.naming import full_name
from admin_ui.visit import Visit
from admin_ui.wording import OCCUPANCY

_HERE = Path(__file__).parent
HOUSEHOLD = Operation.load(_HERE / "household.graphql")
CLOSE = Operation.load(_HERE / "close.graphql")
CORRECT = Operation.load(_HERE / "correct.graphql")
_FLOOR = re.compile(r"-?\d{1,3}", re.ASCII)


async def show_household(visit: Visit) -> Response:
    """Show the page."""
    return _page(visit, await _load(visit))


async def correct_household(visit: Visit) -> Response:
    """Write otherwise what is known of the dwelling."""
    form, id_ = visit.form, visit.request.path_params["id"]
    faults = wrong_days(form, {"verifiedOn": "核实日期"})
    if form.text("floor") and not _FLOOR.fullmatch(form.text("floor")):
        faults.append(Fault("floor", "楼层应填整数，地下填负数。"))
    if form.text("occupancy") not in OCCUPANCY:
        faults.append(Fault("occupancy", "请选择居住情况。"))
    if not faults:
        _, refused = await visit.change(
            CORRECT,
            idempotencyKey=form.text("key"),
            household=id_,
            expectedRevision=form.revision(),
            correction={
                "code": form.text("code"),
                "floor": int(form.text("floor")) if form.text("floor") else None,
                "occupancy": form.text("occupancy"),
                "verifiedOn": form.optional("verifiedOn"),
            },
        )
        faults = [replace(fault, field=fault.field.removeprefix("correction.")) for fault in refused]
    if faults:
        return _page(visit, await _load(visit), 422, faults, correcting=True)
    return visit.see(visit.url("household", id=id_), "household_corrected")


async def close_household(visit: Visit) -> Response:
    """Note the moving out, after its day was given and checked."""
    form = visit.form
    if form.text("stage") == "commit":
        return await _commit(visit)
    household = await _load(visit)
    if form.text("stage") == "edit":
        return _page(visit, household)
    if not is_day(form.text("departedOn")):
        return _page(visit, household, 422, [Fault("departedOn", "请填写迁出日期。")])
    return visit.render("components/check.html", check=_check(visit, household))


async def _commit(visit: Visit) -> Response:
    form = visit.form
    _, faults = await visit.change(
        CLOSE,
        idempotencyKey=form.text("key"),
        household=visit.request.path_params["id"],
        expectedRevision=form.revision(),
        departedOn=form.text("departedOn"),
    )
    if faults:
        return _page(visit, await _load(visit), 422, faults)
    return visit.see(visit.url("household", id=visit.request.path_params["id"]), "departed")


def _check(visit: Visit, household: dict[str, Any]) -> Check:
    unit, people = household["unit"], len(household["residents"])
    roll = unit["petition"] is not None and unit["petition"]["living"]
    signed = "该户的联名签名一并不再计入。" if roll else ""
    named = "名称随之变动的，会向公众公布原因。" if roll and unit["designation"] else ""
    return Check(
        title=f"登记迁出：{full_name(unit)} {household['code']}",
        answers=[
            ("单元", full_name(unit)),
            ("门号", household["code"]),
            ("居住成员", f"{people} 人" if people else "未登记"),
            ("迁出日期", day(visit.form.text("departedOn"))),
        ],
        caution=f"确认后该户及其成员不再在册，门号可重新登记，不能恢复。{signed}{named}",
        confirm="确认登记迁出",
        action=visit.url("close_household", id=household["id"]),
        fields=answers_in(visit.form),
        tone="bad" if named else "warn",
        section="units",
    )


async def _load(visit: Visit) -> dict[str, Any]:
    data = await visit.load(HOUSEHOLD, id=visit.request.path_params["id"])
    household: dict[str, Any] | None = data["node"]
    if not household:
        raise NotForYouError
    return household


def _page(
    visit: Visit,
    household: dict[str, Any],
    status: int = 200,
    faults: Sequence[Fault] = (),
    *,
    correcting: bool = False,
) -> Response:
    return visit.render(
        "pages/household/household.html",
        status,
        household=household,
        unit=household["unit"],
        permissions=sort_actions(household["actions"]),
        correcting=correcting,
        faults=faults,
    )
