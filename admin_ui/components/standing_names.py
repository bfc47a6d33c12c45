"""What becomes of names that stand by a version: the choice as it is sent, what is wrong with it, and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from admin_ui.dates import day, is_day
from admin_ui.forms import Fault, Form, is_whole
from admin_ui.wording import TREATMENT

CAUTIONS = {
    "APPLY": "到认定之日，已有名称一律按此版认定，不再达标的当日取消或暂停；此日之前可以撤销。",
    "REASSESS": "已有名称须在期限内按此版重新评估，不达标的取消，逾期的警示；期限之前可以撤销。",
}


def standing_names(form: Form) -> dict[str, Any] | None:
    """Read the choice, with the field that belongs to it; None where none was made."""
    treatment = form.text("standingNames.treatment")
    if treatment not in TREATMENT:
        return None
    chosen: dict[str, Any] = {"treatment": treatment}
    within, falling = form.text("standingNames.withinDays"), form.text("standingNames.falling")
    if treatment == "REASSESS" and within.isdecimal():
        chosen["withinDays"] = int(within)
    if treatment == "APPLY":
        chosen["applyOn"] = form.optional("standingNames.applyOn")
        chosen["falling"] = int(falling) if falling.isdecimal() else None
    return {name: value for name, value in chosen.items() if value is not None}


def treatment_of(chosen: dict[str, Any] | None) -> str:
    """Say a choice in words."""
    if chosen is None:
        return "未选择（无名称受影响时保留）"
    told = TREATMENT[chosen["treatment"]]
    if "withinDays" in chosen:
        return f"{told}：{chosen['withinDays']} 天内"
    return f"{told}：{day(chosen['applyOn'])}" if "applyOn" in chosen else told


def shown_faults(faults: Sequence[Fault], renamed: Mapping[str, str] | None = None) -> list[Fault]:
    """Name fields as the form does; what the form keeps hidden is told of the whole form."""
    names = dict.fromkeys(("standingNames.falling", "simulation", "expectedRevision", "version"), "")
    names |= renamed or {}
    return [replace(each, field=names.get(each.field, each.field)) for each in faults]


def choice_faults(form: Form) -> list[Fault]:
    """Find a day that is none, and a number that is none; which are allowed is for the API to say."""
    faults = []
    apply_on, within = form.text("standingNames.applyOn"), form.text("standingNames.withinDays")
    if apply_on and not is_day(apply_on):
        faults.append(Fault("standingNames.applyOn", "请按 2022-12-01 的样式填写日期。"))
    if within and not is_whole(within):
        faults.append(Fault("standingNames.withinDays", "期限请填写整数天。"))
    return faults
