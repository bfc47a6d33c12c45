"""What is done to a unit's latest name for a reason: its plaque replaced, its certificate anew, the naming voided."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.dates import is_day
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
NAME_PAPERS = Operation.load(_HERE / "form.graphql")


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed, how its form is worded, and what is said once it is done."""

    action: str
    route: str
    operation: Operation
    title: str
    explanation: str
    reason: str
    hint: str
    notice: str
    limit: int = 200
    dated: bool = False
    grave: bool = False


REPLACEMENT = Deed(
    action="REPLACE_PLAQUE",
    route="replace_plaque",
    operation=Operation.load(_HERE / "replace_plaque.graphql"),
    title="换发铭牌",
    explanation="编号不变；原铭牌不再有效，换发的日期和原因记入台账。",
    reason="换发原因",
    hint="如遗失、损坏、字迹褪色；请勿填写个人信息。",
    notice="plaque_replaced",
    dated=True,
)
REISSUE = Deed(
    action="REISSUE_CERTIFICATE",
    route="reissue_certificate",
    operation=Operation.load(_HERE / "reissue.graphql"),
    title="换发证书",
    explanation="按单元现在的名称发放新一版证书，编号不变；此前各版自即日起作废，公开页同时更新。",
    reason="换发原因",
    hint="如单元更名、证书遗失或损毁；请勿填写个人信息。",
    notice="certificate_reissued",
)
VOIDING = Deed(
    action="VOID_NAME",
    route="void_name",
    operation=Operation.load(_HERE / "void.graphql"),
    title="撤销命名（自始无效）",
    explanation="只用于命名本身有误的情形：名称自命名之日起无效，上级单元随即重新判定，不能恢复，单元可重新申报。"
    "名称本来有效、后来不再符合的，不在此办理。由未参与命名的人员决定。",
    reason="事由",
    hint="写明命名有何错误、如何查实；请勿填写个人信息。",
    notice="name_voided",
    limit=500,
    grave=True,
)


async def show_replacement(visit: Visit) -> Response:
    """Show the form for another plaque."""
    return await _page(visit, REPLACEMENT)


async def replace_plaque(visit: Visit) -> Response:
    """Note that the plaque was replaced."""
    if not is_day(visit.form.text("on")):
        return await _page(visit, REPLACEMENT, 422, [Fault("on", "请填写日期。")])
    return await _do(visit, REPLACEMENT, on=visit.form.text("on"))


async def show_reissue(visit: Visit) -> Response:
    """Show the form for another certificate."""
    return await _page(visit, REISSUE)


async def reissue_certificate(visit: Visit) -> Response:
    """Have the certificate issued anew."""
    return await _do(visit, REISSUE)


async def show_voiding(visit: Visit) -> Response:
    """Show the form that declares the name void."""
    return await _page(visit, VOIDING)


async def void_name(visit: Visit) -> Response:
    """Declare the name void."""
    return await _do(visit, VOIDING)


async def _do(visit: Visit, deed: Deed, **fields: str) -> Response:
    form = visit.form
    _, faults = await visit.change(
        deed.operation,
        idempotencyKey=form.text("key"),
        designation=form.text("designation"),
        expectedRevision=form.revision(),
        reason=form.text("reason"),
        **fields,
    )
    if faults:
        return await _page(visit, deed, 422, faults)
    return visit.see(visit.url("unit", code=visit.request.path_params["code"]), deed.notice)


async def _page(visit: Visit, deed: Deed, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(NAME_PAPERS, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None or not unit["designations"]:
        raise NotForYouError
    name = unit["designations"][0]
    return visit.render(
        "pages/name_papers/form.html",
        status,
        unit=unit,
        name=name,
        deed=deed,
        permissions=sort_actions(one for one in name["actions"] if one["name"] == deed.action),
        faults=faults,
    )
