"""Somebody moves to another household, or is gone: each after a check of what it brings about."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.dates import day, is_day
from admin_ui.forms import Fault
from admin_ui.naming import full_name
from admin_ui.pages.resident.page import load_resident, resident_page
from admin_ui.visit import Visit
from admin_ui.wording import REMOVAL

_HERE = Path(__file__).parent
MOVE = Operation.load(_HERE / "move.graphql")
REMOVE = Operation.load(_HERE / "remove.graphql")
DESTINATION = Operation.load(_HERE / "destination.graphql", signed_in=True)


async def move_resident(visit: Visit) -> Response:
    """Move the person to the household with a door number in a unit."""
    form = visit.form
    if form.text("stage") == "commit":
        return await _move(visit)
    resident = await load_resident(visit)
    if form.text("stage") == "edit":
        return resident_page(visit, resident, deed="move")
    homes = await _homes(visit)
    faults = [] if is_day(form.text("movedOn")) else [Fault("movedOn", "请填写迁居日期。")]
    if len(homes) != 1:
        found = (
            "有两户以上是这个门号，请填写其所在楼栋的编码。" if homes else "没有这样的住户，或不在您的辖区。"
        )
        faults.append(Fault("toDoor", found))
    if faults:
        return resident_page(visit, resident, 422, faults, "move")
    home = homes[0]
    return visit.render(
        "components/check.html",
        check=Check(
            title=f"迁往他户：{resident['maskedName']}",
            answers=[
                *_from(resident),
                ("迁往", f"{home['unit']['name']} {home['code']}（现有 {home['residentCount']} 人）"),
                ("迁居日期", day(form.text("movedOn"))),
            ],
            caution=f"已签的联名按户计算，不因一人迁居而变。{_alone(resident)}",
            confirm="确认迁往他户",
            action=visit.url("move_resident", id=resident["id"]),
            fields=answers_in(form) | {"household": home["id"]},
            tone="warn",
            section="units",
        ),
    )


async def remove_resident(visit: Visit) -> Response:
    """Note that the person is gone, or was never there."""
    form = visit.form
    if form.text("stage") == "commit":
        return await _remove(visit)
    resident = await load_resident(visit)
    if form.text("stage") == "edit":
        return resident_page(visit, resident, deed="remove")
    faults = [] if form.text("reason") in REMOVAL else [Fault("reason", "请选择原因。")]
    if not is_day(form.text("departedOn")):
        faults.append(Fault("departedOn", "请填写离开日期。"))
    if faults:
        return resident_page(visit, resident, 422, faults, "remove")
    return visit.render(
        "components/check.html",
        check=Check(
            title=f"登记离开：{resident['maskedName']}",
            answers=[
                *_from(resident),
                ("原因", REMOVAL[form.text("reason")]),
                ("离开日期", day(form.text("departedOn"))),
            ],
            caution=f"确认后不能恢复；迁回的须重新登记。登记有误的，以其名义的签名一并撤回。{_alone(resident)}",
            confirm="确认登记离开",
            action=visit.url("remove_resident", id=resident["id"]),
            fields=answers_in(form),
            tone="warn",
            section="units",
        ),
    )


async def _move(visit: Visit) -> Response:
    form, home = visit.form, visit.form.text("household")
    _, faults = await visit.change(
        MOVE,
        idempotencyKey=form.text("key"),
        resident=visit.request.path_params["id"],
        expectedRevision=form.revision(),
        household=home,
        movedOn=form.text("movedOn"),
    )
    if faults:
        placed = [_placed(fault, {"household": "toDoor"}) for fault in faults]
        return resident_page(visit, await load_resident(visit), 422, placed, "move")
    return visit.see(visit.url("household", id=home), "resident_moved")


async def _remove(visit: Visit) -> Response:
    form = visit.form
    _, faults = await visit.change(
        REMOVE,
        idempotencyKey=form.text("key"),
        resident=visit.request.path_params["id"],
        expectedRevision=form.revision(),
        reason=form.text("reason"),
        departedOn=form.text("departedOn"),
    )
    resident = await load_resident(visit)
    if faults:
        return resident_page(visit, resident, 422, [_placed(fault, {}) for fault in faults], "remove")
    return visit.see(visit.url("household", id=resident["household"]["id"]), "resident_removed")


async def _homes(visit: Visit) -> Sequence[dict[str, Any]]:
    form = visit.form
    code, door = form.text("toUnit"), form.text("toDoor")
    unit = await visit.look_up(DESTINATION, "unit", code=code, door=door) if code and door else None
    if unit is None or unit["households"] is None:
        return []
    return [edge["node"] for edge in unit["households"]["edges"]]


def _from(resident: dict[str, Any]) -> list[tuple[str, str]]:
    household = resident["household"]
    return [
        ("成员", resident["maskedName"]),
        ("现住户", f"{full_name(household['unit'])} {household['code']}"),
    ]


def _alone(resident: dict[str, Any]) -> str:
    """Say what follows where the last one leaves a household on a living roll."""
    household = resident["household"]
    petition = household["unit"]["petition"]
    if household["residentCount"] > 1:
        return ""
    lives = petition is not None and petition["living"]
    return "此后该户无人居住。" + (
        "联名名册随住户变动，该户的签名不再计入，名称可能随之变动。" if lives else ""
    )


def _placed(fault: Fault, moved: dict[str, str]) -> Fault:
    known = {"movedOn", "departedOn", "reason"} | moved.keys()
    field = moved.get(fault.field, fault.field) if fault.field in known else ""
    return Fault(field, fault.message, fault.fix, fault.code)
