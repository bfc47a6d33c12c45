"""The household on the form, as the API takes it, and where its faults stand on the form."""

import re
from dataclasses import replace
from typing import Any

from admin_ui.components.people import DAYS, person_in, wrong_days
from admin_ui.forms import Fault, Form
from admin_ui.wording import OCCUPANCY

FIRST_ROWS, MOST_ROWS = 2, 20
_FLOOR = re.compile(r"-?\d{1,3}", re.ASCII)
_PATH = re.compile(r"households\.0\.(?:residents\.(\d+)\.)?(\w+)")


def rows_of(form: Form) -> int:
    """Tell how many people the form has room for."""
    asked = form.text("people")
    return min(max(int(asked), 1), MOST_ROWS) if asked.isdecimal() and len(asked) < 4 else FIRST_ROWS


def filled(form: Form) -> list[int]:
    """List the rows in which anything was entered, a kind of document alone aside: the others are no people."""
    return [row for row in range(rows_of(form)) if form.under(f"residents.{row}").keys() - {"document"}]


def household_in(form: Form) -> dict[str, Any]:
    """Read the household with its people."""
    return {
        "code": form.text("code"),
        "floor": int(form.text("floor")) if form.text("floor") else None,
        "occupancy": form.text("occupancy"),
        "verifiedOn": form.optional("verifiedOn"),
        "residents": [_person(form, row) for row in filled(form)],
    }


def _person(form: Form, row: int) -> dict[str, Any]:
    return person_in(form, f"residents.{row}.")


def faults_in(form: Form) -> list[Fault]:
    """Find what the API could not even read: a floor that is no number, days that are none."""
    faults = []
    if form.text("floor") and not _FLOOR.fullmatch(form.text("floor")):
        faults.append(Fault("floor", "楼层应填整数，地下填负数。"))
    if form.text("occupancy") not in OCCUPANCY:
        faults.append(Fault("occupancy", "请选择居住情况。"))
    days = {"verifiedOn": "核实日期"}
    for row in filled(form):
        days |= {f"residents.{row}.{name}": label for name, label in DAYS.items()}
    return faults + wrong_days(form, days)


def place(fault: Fault, form: Form) -> Fault:
    """Point a fault at its control: households.0.residents.1.name is the name in the second row filled in."""
    match = _PATH.fullmatch(fault.field)
    if match is None:
        return replace(fault, field="")
    row, part = match.groups()
    if row is None:
        return replace(fault, field="occupancy" if part == "residents" else part)
    control = "asked" if part == "specialGroups" else part
    return replace(fault, field=f"residents.{filled(form)[int(row)]}.{control}")
