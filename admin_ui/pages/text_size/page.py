"""Choosing the size of the text: no page of its own, every page leads here and back."""

from starlette.responses import Response

from admin_ui.visit import TEXT_SIZE_COOKIE, Visit

_A_YEAR = 31_536_000


async def choose_text_size(visit: Visit) -> Response:
    """Remember the reader's text size and return to the page they came from."""
    query = visit.request.query_params
    response = visit.see(visit.own_path(query.get("back", "")) or visit.url("register"))
    response.set_cookie(
        TEXT_SIZE_COOKIE,
        "large" if query.get("size") == "large" else "normal",
        max_age=_A_YEAR,
        path="/",
        secure=visit.desk.cookies.secure,
        httponly=True,
        samesite="lax",
    )
    return response
