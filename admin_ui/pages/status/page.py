"""The public status page of a unit and the register of titled units. Nobody is signed in here."""

from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.paging import page_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
STATUS = Operation.load(_HERE / "status.graphql", "public")
REGISTER = Operation.load(_HERE / "register.graphql", "public")
PAGE_SIZE = 20
_DRAW = "segno:make"  # loaded with the first page that shows a code


async def show_register(visit: Visit) -> Response:
    """Search by code, or list the units that bear the name."""
    code = visit.request.query_params.get("code", "").strip()
    if code:
        return visit.see(visit.url("status", code=code[:64]))
    await visit.load(REGISTER, **page_of(visit.request.query_params, "list", PAGE_SIZE))
    return visit.render("pages/status/register.html")


async def show_status(visit: Visit) -> Response:
    """Show one unit, with a QR code that leads back to this page."""
    code = visit.request.path_params["code"]
    data = await visit.load(STATUS, code=code)
    unit: dict[str, Any] | None = data["unitStatus"]
    if unit is None:
        return visit.render("pages/status/unknown.html", 404, code=code)
    return visit.render(
        "pages/status/status.html", unit=unit, standing=_standing(unit), qr=_qr_code(visit, unit["code"])
    )


def _qr_code(visit: Visit, code: str) -> str:
    """Draw the absolute address of a status page, as the reader's browser reached us."""
    address = visit.request.url.replace(path=visit.url("status", code=code), query="", fragment="")
    drawn: str = resolve_name(_DRAW)(str(address), error="m").svg_inline(
        scale=4, border=2, title="本页二维码", svgclass="qr", lineclass=None
    )
    return drawn


def _standing(unit: dict[str, Any]) -> str | None:
    if unit["suspended"]:
        return "SUSPENDED"
    if unit["titled"]:
        return "WARNED" if unit["warned"] else "ACTIVE"
    if unit["voided"]:
        return "VOIDED"
    if unit["endedOn"] is None:
        return None
    ran_out = unit["validUntil"] is not None and unit["endedOn"] > unit["validUntil"]
    dropped = bool(unit["history"]) and unit["history"][0]["change"] == "expired"
    return "EXPIRED" if ran_out or dropped else "REVOKED"
