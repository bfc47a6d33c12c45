"""Taking a household's signature back, after its reason was given and checked."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.forms import Fault
from admin_ui.naming import full_name
from admin_ui.pages.petition.page import address_of, door_of, entry_of, load_petition, petition_page
from admin_ui.visit import Visit
from admin_ui.wording import ANSWER, WITHDRAWAL

WITHDRAW = Operation.load(Path(__file__).with_name("withdrawal.graphql"))


async def withdraw_signature(visit: Visit) -> Response:
    """Take one signature back after a check."""
    form = visit.form
    if form.text("stage") == "commit":
        return await _commit(visit)
    unit = await load_petition(visit)
    if form.text("stage") == "edit":
        return petition_page(visit, unit)
    if _reason(visit) not in WITHDRAWAL:
        return petition_page(visit, unit, 422, [Fault(_control(visit), "请选择撤回签名的原因。")])
    return visit.render("components/check.html", check=_check(visit, unit))


async def _commit(visit: Visit) -> Response:
    _, faults = await visit.change(
        WITHDRAW,
        idempotencyKey=visit.form.text("key"),
        petition=visit.form.text("petition"),
        household=visit.form.text("household"),
        expectedRevision=visit.form.revision(),
        reason=_reason(visit),
    )
    if faults:
        placed = [
            replace(fault, field=_control(visit)) if fault.field == "household" else fault for fault in faults
        ]
        return petition_page(visit, await load_petition(visit), 422, placed)
    return visit.see(address_of(visit, "petition"), "signature_withdrawn")


def _check(visit: Visit, unit: dict[str, Any]) -> Check:
    entry = entry_of(visit, unit)
    resting = unit["petition"]["living"] and unit["designation"] is not None
    fall = "签名户数低于方案要求的，本单元的名称随即按方案变动，并向公众公布原因。" if resting else ""
    return Check(
        title=f"撤回签名：{door_of(unit, entry['household'])}",
        answers=[
            ("单元", full_name(unit)),
            ("住户", door_of(unit, entry["household"])),
            ("登记情况", ANSWER[entry["answer"]].word),
            ("原因", WITHDRAWAL[_reason(visit)]),
        ],
        caution=f"确认后该户改为未签，可重新登记。原来的签名和撤回原因留在操作记录中。{fall}",
        confirm="确认撤回签名",
        action=address_of(visit, "signature_withdrawal"),
        fields=answers_in(visit.form),
        tone="bad" if resting else "warn",
        section="units",
    )


def _control(visit: Visit) -> str:
    return f"reason.{visit.form.text('household')}"


def _reason(visit: Visit) -> str:
    return visit.form.text(_control(visit))
