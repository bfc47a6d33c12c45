"""One official: what they hold, held and will hold, what became of them, and the forms that change it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.forms import Fault
from admin_ui.pages.official.choices import end_of_day, optional_day, role_option, unit_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
OFFICIAL = Operation.load(_HERE / "official.graphql")
ADD = Operation.load(_HERE / "add.graphql")
END = Operation.load(_HERE / "end.graphql")
EXTEND = Operation.load(_HERE / "extend.graphql")
CHANGE = Operation.load(_HERE / "change.graphql")
RENAME = Operation.load(_HERE / "rename.graphql")
RESET = Operation.load(_HERE / "reset.graphql")
ENABLE = Operation.load(_HERE / "enable.graphql")


async def show_official(visit: Visit) -> Response:
    """Show the page."""
    return await _page(visit)


async def rename_official(visit: Visit) -> Response:
    """Change the name to show."""
    form = visit.form
    _, faults = await visit.change(RENAME, **_on(visit), displayName=form.text("displayName"))
    return await _done(visit, faults, "renamed")


async def add_role(visit: Visit) -> Response:
    """Give the official one more role."""
    form = visit.form
    unit, faults = await unit_of(visit, "unitCode")
    until, wrong = end_of_day(form.text("lastDay"), form.text("zone"))
    faults += wrong
    if not faults:
        _, faults = await visit.change(
            ADD,
            idempotencyKey=form.text("key"),
            username=form.text("username"),
            displayName=form.text("displayName"),
            role=form.text("role"),
            unit=unit,
            validUntil=until,
        )
    return await _done(visit, faults, "appointed")


async def end_role(visit: Visit) -> Response:
    """End or shorten a role."""
    return await _until(visit, END, "role_ended")


async def extend_role(visit: Visit) -> Response:
    """Let a role go on longer."""
    return await _until(visit, EXTEND, "role_extended")


async def change_role(visit: Visit) -> Response:
    """Put another role in the place of one."""
    form, at = visit.form, visit.form.text("at")
    unit, faults = await unit_of(visit, f"unitCode.{at}")
    first, wrong = optional_day(form.text(f"firstDay.{at}"), f"firstDay.{at}", "第一天")
    last, worse = optional_day(form.text(f"lastDay.{at}"), f"lastDay.{at}", "最后一天")
    faults += wrong + worse
    if not faults:
        _, refused = await visit.change(
            CHANGE,
            **_of_role(visit),
            role=form.text(f"role.{at}"),
            unit=unit,
            firstDay=first,
            lastDay=last,
            reason=form.text(f"reason.{at}"),
        )
        faults = _placed(refused, at)
    return await _done(visit, faults, "role_changed")


async def reset_password(visit: Visit) -> Response:
    """Make a one-time password and show it this once."""
    payload, faults = await visit.change(RESET, **_on(visit))
    return await _page(visit, 422 if faults else 200, faults, payload.get("oneTimePassword"))


async def enable_official(visit: Visit) -> Response:
    """Let a disabled official come back."""
    _, faults = await visit.change(ENABLE, **_on(visit), reason=visit.form.text("reason"))
    return await _done(visit, faults, "official_enabled")


def _on(visit: Visit) -> dict[str, Any]:
    return {
        "idempotencyKey": visit.form.text("key"),
        "official": visit.request.path_params["id"],
        "expectedRevision": visit.form.revision(),
    }


def _of_role(visit: Visit) -> dict[str, Any]:
    return {
        "idempotencyKey": visit.form.text("key"),
        "grant": visit.form.text("grant"),
        "expectedRevision": visit.form.revision(),
    }


async def _until(visit: Visit, operation: Operation, notice: str) -> Response:
    """Send the last day of a role; nothing filled in is at once, or without end."""
    form, at = visit.form, visit.form.text("at")
    last, faults = optional_day(form.text(f"lastDay.{at}"), f"lastDay.{at}", "最后一天")
    if not faults:
        _, refused = await visit.change(
            operation, **_of_role(visit), lastDay=last, reason=form.text(f"reason.{at}")
        )
        faults = _placed(refused, at)
    return await _done(visit, faults, notice)


def _placed(faults: Sequence[Fault], at: str) -> list[Fault]:
    """Point faults at the controls of the form that was sent: there is one for each role and deed."""
    own = {"lastDay", "firstDay", "reason", "role", "unit"}
    names = {"unit": "unitCode"}
    return [
        replace(fault, field=f"{names.get(fault.field, fault.field)}.{at}" if fault.field in own else "")
        for fault in faults
    ]


async def _done(visit: Visit, faults: Sequence[Fault], notice: str) -> Response:
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("official", id=visit.request.path_params["id"]), notice)


async def _page(
    visit: Visit, status: int = 200, faults: Sequence[Fault] = (), password: str | None = None
) -> Response:
    data = await visit.load(OFFICIAL, id=visit.request.path_params["id"])
    person = data["person"]
    if not person or person["username"] is None:
        raise NotForYouError
    return visit.render(
        "pages/official/official.html",
        status,
        person=person,
        may={action["name"]: action for action in person["actions"]},
        terms=[
            (f"r{place}", term, {action["name"]: action for action in term["actions"]})
            for place, term in enumerate(person["roles"])
        ],
        options=[role_option(one) for one in data["appointableRoles"]],
        password=password,
        faults=faults,
    )
