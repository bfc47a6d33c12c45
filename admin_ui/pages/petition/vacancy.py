"""Confirming that a dwelling is vacant: a second official's word, checked before it is written."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.naming import full_name
from admin_ui.pages.petition.page import address_of, door_of, entry_of, load_petition, petition_page
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
    return visit.see(address_of(visit, "petition"), "vacancy")


def _check(visit: Visit, unit: dict[str, Any]) -> Check:
    door = door_of(unit, entry_of(visit, unit)["household"])
    return Check(
        title=f"核实空置：{door}",
        answers=[("单元", full_name(unit)), ("住户", door), ("登记情况", "空置，待核实")],
        caution="确认后该户不计入应签户数。登记空置的人员不能自己核实。",
        confirm="确认空置",
        action=address_of(visit, "vacancy"),
        fields=answers_in(visit.form),
        tone="warn",
        section="units",
    )
