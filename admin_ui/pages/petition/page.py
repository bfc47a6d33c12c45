"""The signing page: households one by one, what each answered, who signed for it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.naming import full_name
from admin_ui.pages.petition.answers import answers_in, place
from admin_ui.paging import page_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
PETITION = Operation.load(_HERE / "petition.graphql")
RECORD = Operation.load(_HERE / "record.graphql")
PAGE_SIZE = 20
_CURSORS = frozenset({"roll_after", "roll_before"})
FILTERS = {
    "open": ("未签", ["PENDING"]),
    "absent": ("暂时外出", ["ABSENT"]),
    "refused": ("未同意", ["REFUSED"]),
    "claimed": ("空置待核实", ["VACANCY_CLAIMED"]),
    "signed": ("已签", ["SIGNED", "SIGNED_REMOTELY", "SIGNED_BY_PROXY", "SIGNED_BY_GUARDIAN"]),
    "all": ("全部", None),
}
NEEDED = {"claimed": "CONFIRM_VACANCY", "signed": "WITHDRAW_SIGNATURE"}
"""What is done with the households of a filter, where it is not to record answers."""


async def show_petition(visit: Visit) -> Response:
    """Show the households that have not signed, or those of another filter."""
    return petition_page(visit, await load_petition(visit))


async def record_answers(visit: Visit) -> Response:
    """Record the answers that were filled in."""
    answers = answers_in(visit.form)
    faults = await _record(visit, answers)
    if faults:
        return petition_page(visit, await load_petition(visit), 422, faults)
    return visit.see(address_of(visit, "petition", first=True), "recorded")


async def load_petition(visit: Visit) -> dict[str, Any]:
    """Read the unit with its open petition; those who may not read the roll have no such page."""
    query = visit.request.query_params
    answers = FILTERS[_filter(visit)][1]
    page = page_of(query, "roll", PAGE_SIZE)
    data = await visit.load(PETITION, code=visit.request.path_params["code"], answers=answers, **page)
    unit: dict[str, Any] | None = data["unit"]
    if unit is None or unit["petition"] is None or unit["petition"]["entries"] is None:
        raise NotForYouError
    return unit


def petition_page(
    visit: Visit, unit: dict[str, Any], status: int = 200, faults: Sequence[Fault] = ()
) -> Response:
    """Render the page, with what was refused and the input kept."""
    return visit.render(
        "pages/petition/petition.html",
        status,
        unit=unit,
        petition=unit["petition"],
        permissions=sort_actions(unit["petition"]["actions"]),
        filters={name: label for name, (label, _) in FILTERS.items()},
        chosen=_filter(visit),
        address=address_of(visit, "petition", first=True),
        address_of=partial(address_of, visit),
        needed=NEEDED.get(_filter(visit), "RECORD_ANSWERS"),
        faults=faults,
    )


def entry_of(visit: Visit, unit: dict[str, Any]) -> dict[str, Any]:
    """Find the row of the page that a form names by its household."""
    entries: list[dict[str, Any]] = [edge["node"] for edge in unit["petition"]["entries"]["edges"]]
    household = visit.form.text("household")
    found = next((one for one in entries if one["household"]["id"] == household), None)
    if found is None:
        raise NotForYouError
    return found


def door_of(unit: dict[str, Any], household: dict[str, Any]) -> str:
    """Name a door with its building: in a compound every house has a 1-1."""
    home = household["unit"]
    return f"{full_name(unit) if home['code'] == unit['code'] else home['name']} {household['code']}"


async def _record(visit: Visit, answers: list[dict[str, Any]]) -> list[Fault]:
    _, faults = await visit.change(
        RECORD,
        idempotencyKey=visit.form.text("key"),
        petition=visit.form.text("petition"),
        expectedRevision=visit.form.revision(),
        answers=answers,
    )
    return [place(fault, answers) for fault in faults]


def _filter(visit: Visit) -> str:
    chosen = visit.request.query_params.get("show", "open")
    return chosen if chosen in FILTERS else "open"


def address_of(visit: Visit, route: str, *, first: bool = False) -> str:
    """Give the address of a route with the filter and the page of the roll that is shown, or its first page."""
    shown = {"show": _filter(visit)}
    if not first:
        shown |= {name: value for name, value in visit.request.query_params.items() if name in _CURSORS}
    return f"{visit.url(route, code=visit.request.path_params['code'])}?{urlencode(shown)}"
