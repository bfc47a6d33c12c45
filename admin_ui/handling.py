"""From a request to a view and back: forms are checked first, failures become pages in plain words."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_ui.client import (
    NotForYouError,
    OperationFailedError,
    PasswordRequiredError,
    SignInRequiredError,
)
from admin_ui.forms import read_form, read_upload
from admin_ui.session import csrf_matches
from admin_ui.visit import Desk, Visit, return_path

View = Callable[[Visit], Awaitable[Response]]


def endpoint(
    desk: Desk, view: View, *, upload_field_bytes: int | None = None
) -> Callable[[Request], Awaitable[Response]]:
    """Wrap a view: forms are read and checked first, failures become pages in plain words.

    A view that takes uploads says how long a field beside the file may be; all others get no file.
    """

    async def handle(request: Request) -> Response:
        visit = Visit(desk, request)
        try:
            if request.method == "POST":
                if upload_field_bytes is not None:
                    visit.form, visit.sent = await read_upload(request, upload_field_bytes)
                else:
                    visit.form = await read_form(request)
                _require_own_form(visit)
            return await view(visit)
        except SignInRequiredError:
            return visit.see(f"{visit.url('sign_in')}?{urlencode({'next': return_path(request)})}")
        except PasswordRequiredError:
            return visit.see(visit.url("own_password"))
        except NotForYouError:
            return problem(visit, 404)
        except OperationFailedError as failure:
            return problem(visit, failure.status, failure)
        except HTTPException as refusal:
            return problem(visit, refusal.status_code)
        finally:
            if visit.sent is not None:
                await visit.sent.close()

    return handle


def problem(visit: Visit, status: int, failure: OperationFailedError | None = None) -> Response:
    """Render a failure: what happened, what to do, and the id that finds it in the logs."""
    visit.loaded = {}
    return visit.render("pages/problem/problem.html", status, code=status, failure=failure)


def _require_own_form(visit: Visit) -> None:
    key = visit.session_token or visit.desk.cookies.read(visit.request, "visitor")
    if not csrf_matches(key, visit.form.text("csrf")):
        raise HTTPException(403)
