"""The changes of a place: how each is worded, what its form asks for, and what is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from admin_ui.client import Operation
from admin_ui.forms import Form

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A change: the action that offers it, its words, and what of the form is sent beside reason and revision."""

    action: str
    route: str
    path: str
    operation: Operation
    title: str
    explanation: str
    hint: str
    notice: str
    sent: Callable[[Form], dict[str, Any]]
    answers: Callable[[Form, dict[str, Any]], list[tuple[str, str]]]
    previewed: str | None = None
    """Its part of the preview of a change of the tree, where it has one."""
    grave: bool = False


RENAME = PlaceChange(
    action="RENAME_UNIT",
    route="rename_unit",
    path="name",
    operation=Operation.load(_HERE / "rename.graphql"),
    title="更名",
    explanation="自今日起改用新名称，编码和编号不变；已命名的，证书按新名称换发一版，旧名称仍可查到本单元。",
    hint="如区划调整、路牌更换；请勿填写个人信息。",
    notice="unit_renamed",
    sent=lambda form: {"name": form.text("name")},
    answers=lambda form, unit: [("现用名称", unit["name"]), ("新名称", form.text("name"))],
)
RECODE = PlaceChange(
    action="CHANGE_UNIT_CODE",
    route="change_unit_code",
    path="code",
    operation=Operation.load(_HERE / "recode.graphql"),
    title="更换编码",
    explanation="自今日起改用新编码；旧编码仍查到本单元，直到另有单元使用。已有的记录和名称不受影响。",
    hint="如编码改革、登记有误；请勿填写个人信息。",
    notice="unit_recoded",
    sent=lambda form: {"code": form.text("newCode")},
    answers=lambda form, unit: [("现用编码", unit["code"]), ("新编码", form.text("newCode"))],
)
CLOSE = PlaceChange(
    action="CLOSE_UNIT",
    route="close_unit",
    path="closing",
    operation=Operation.load(_HERE / "close.graphql"),
    title="撤销单元",
    explanation="自今日起不再有本单元：须已无住户、无下级单元。办理中的申请和联名申请随之终止，名称随之结束，不能恢复。",
    hint="写明撤销的依据；请勿填写个人信息。",
    notice="unit_closed",
    sent=lambda form: {"mistaken": form.text("mistaken") == "yes"},
    answers=lambda form, unit: [
        ("单元", f"{unit['name']}（{unit['code']}）"),
        ("性质", "误建，从未有过" if form.text("mistaken") == "yes" else "确有其处，自今日起撤销"),
    ],
    previewed="closing",
    grave=True,
)
RETYPE = PlaceChange(
    action="CHANGE_UNIT_KIND",
    route="change_unit_kind",
    path="kind",
    operation=Operation.load(_HERE / "retype.graphql"),
    title="变更类型",
    explanation="如村改居：自今日起由新类型的单元接替本单元，住户和下级随之转入；本单元的名称随之结束，须按新类型重新申报。"
    "此前各日仍按原类型查询。",
    hint="写明变更的依据，如批复文号；请勿填写个人信息。",
    notice="unit_retyped",
    sent=lambda form: {"kind": form.text("kind"), "code": form.text("newCode"), "name": form.text("name")},
    answers=lambda form, unit: [
        ("现单元", f"{unit['name']}（{unit['code']}），{unit['kind']['name']}"),
        ("新单元", f"{form.text('name')}（{form.text('newCode')}）"),
        ("新类型", unit["kinds"].get(form.text("kind"), "")),
    ],
    previewed="kindChange",
    grave=True,
)
CHANGES = (RENAME, RECODE, RETYPE, CLOSE)
