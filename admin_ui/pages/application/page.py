"""The application page: failures first, then what may be done, then how it came here."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.components.roll import floors
from admin_ui.forms import Fault
from admin_ui.pages.application.steps import status_word, steps_of
from admin_ui.paging import page_of
from admin_ui.visit import Visit

APPLICATION = Operation.load(Path(__file__).with_name("application.graphql"))
ROLL_PAGE = 100
_WANTING = frozenset({"NOT_MET", "NOT_ATTESTED"})
DECISIONS = ("NAME", "RECORD", "ENDORSE", "FORWARD", "RETURN", "REJECT")


async def show_application(visit: Visit) -> Response:
    """Show the page."""
    return application_page(visit, await load_application(visit))


async def load_application(visit: Visit) -> dict[str, Any]:
    """Read the application the address names."""
    page = page_of(visit.request.query_params, "roll", ROLL_PAGE)
    data = await visit.load(APPLICATION, id=visit.request.path_params["id"], **page)
    application: dict[str, Any] | None = data["application"]
    if application is None:
        raise NotForYouError
    return application


def application_page(
    visit: Visit, application: dict[str, Any], status: int = 200, faults: Sequence[Fault] = ()
) -> Response:
    """Render the page, with what was refused and the input kept."""
    permissions = sort_actions(application["actions"])
    return visit.render(
        "pages/application/application.html",
        status,
        application=application,
        faults=faults,
        failing=[result for result in application["criteria"] if result["outcome"] in _WANTING],
        not_asked=[result for result in application["criteria"] if result["outcome"] == "NOT_ASKED"],
        passing=[result for result in application["criteria"] if result["outcome"] == "MET"],
        steps=steps_of(application),
        status_word=status_word(application),
        permissions=permissions,
        decisions=[
            (name, permissions.allowed[name]["label"]) for name in DECISIONS if name in permissions.allowed
        ],
        plan=_plan(application),
        **_receipt(visit, application),
    )


def _receipt(visit: Visit, application: dict[str, Any]) -> dict[str, str]:
    """Let the receipt of a naming say the number of the name."""
    name = application["designation"]
    return {"notice": f"已命名，编号 {name['number']}。"} if visit.noticed == "named" and name else {}


def _plan(application: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Lay out the roll where doors are unique (one house) and the caller may read it."""
    petition = application["petition"]
    if not application["unit"]["kind"]["households"] or petition is None or petition["entries"] is None:
        return None
    return floors(edge["node"] for edge in petition["entries"]["edges"])
