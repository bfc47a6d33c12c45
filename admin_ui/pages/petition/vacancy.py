"""Confirming that a dwelling is vacant: a second official's word, checked before it is written."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.naming import full_name
from admin_ui.pages.petition.page import load_petition, petition_page
from admin_ui.visit import Visit

VACANCY = Operation.load(Path(__file__).with_name("vacancy.graphql"))


async def confirm_vacancy(visit: Visit) -> Response:
    """Confirm one claimed vacancy after a check."""
    if visit.form.text("stage") == "commit":
        return await _commit(visit)
    unit = await load_petition(visit)
    if visit.form.text("stage") == "edit":
        return petition_page(visit, unit)
    return visit.render("components/check.html", check=_check(visit, unit))


async def _commit(visit: Visit) -> Response:
    _, faults = await visit.change(
        VACANCY,
        idempotencyKey=visit.form.text("key"),
        petition=visit.form.text("petition"),
        household=visit.form.text("household"),
        expectedRevision=visit.form.revision(),
    )
    if faults:
        return petition_page(visit, await load_petition(visit), 422, faults)
    return visit.see(_back(visit), "vacancy")


def _check(visit: Visit, unit: dict[str, Any]) -> Check:
    entries = [edge["node"] for edge in unit["petition"]["entries"]["edges"]]
    household = visit.form.text("household")
    door = next((one["household"]["code"] for one in entries if one["household"]["id"] == household), None)
    if door is None:
        raise NotForYouError
    return Check(
        title=f"核实空置：{full_name(unit)} {door}",
        answers=[("单元", full_name(unit)), ("门号", door), ("登记情况", "空置，待核实")],
        caution="确认后该户不计入应签户数。登记空置的人员不能自己核实。",
        confirm="确认空置",
        action=visit.url("vacancy", code=unit["code"]) + "?show=claimed",
        fields=answers_in(visit.form),
        tone="warn",
        section="units",
    )


def _back(visit: Visit) -> str:
    return visit.url("petition", code=visit.request.path_params["code"]) + "?show=claimed"
