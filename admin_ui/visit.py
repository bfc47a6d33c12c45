"""One visit: a request with the ways to ask the API, render a page and send the browser on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Router

from admin_ui.client import Execute, Files, Operation, SignInRequiredError
from admin_ui.forms import EMPTY_FORM, Fault, Form, faults_of
from admin_ui.session import Cookies, csrf_token, new_key
from admin_ui.wording import NOTICE

TEXT_SIZE_COOKIE = "wuyi_text"


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page needs and no request changes."""

    execute: Execute
    files: Files
    templates: Environment
    cookies: Cookies


@dataclass(slots=True)
class Visit:
    """A request on its way through a page. `sent` is a form with a file, as it came."""

    desk: Desk
    request: Request
    form: Form = EMPTY_FORM
    sent: FormData | None = None
    loaded: dict[str, Any] = field(default_factory=dict)
    visitor_key: str | None = None

    @property
    def session_token(self) -> str | None:
        """The token of the signed-in official, if the browser has one."""
        return self.desk.cookies.read(self.request, "session")

    async def load(self, operation: Operation, **variables: Any) -> dict[str, Any]:
        """Read the page's data with its one operation; an official page needs somebody signed in."""
        data = await self._run(operation, variables)
        if operation.signed_in and data["viewer"] is None:
            raise SignInRequiredError
        self.loaded = {"operation": operation, "variables": variables, "data": data}
        return data

    async def look_up(self, operation: Operation, name: str, **variables: Any) -> dict[str, Any] | None:
        """Read one thing a form refers to, by the name of its field; the page's own data stays as it is."""
        found: dict[str, Any] | None = (await self._run(operation, variables))[name]
        return found

    async def change(self, operation: Operation, **values: Any) -> tuple[dict[str, Any], list[Fault]]:
        """Run a mutation; its document calls the payload `payload`. Return it with what was refused."""
        data = await self._run(operation, {"input": values})
        payload: dict[str, Any] = data["payload"]
        return payload, faults_of(payload["errors"])

    async def check(self, operation: Operation, **values: Any) -> list[Fault]:
        """Ask what a mutation would be refused with, as it will be sent once it is confirmed; nothing is written."""
        _, faults = await self.change(operation, **values, checkOnly=True)
        return faults

    async def _run(self, operation: Operation, variables: dict[str, Any]) -> dict[str, Any]:
        self.request.state.session_token = self.session_token if operation.signed_in else None
        return await operation.run(self.desk.execute, self.request, variables)

    def url(self, route: str, **parameters: str) -> str:
        """Give the address of a route of ours, under whatever path we are mounted."""
        router: Router = self.request.app.router
        quoted = {name: quote(value, safe="") for name, value in parameters.items()}
        return str(self.request.scope.get("root_path", "")) + str(router.url_path_for(route, **quoted))

    def own_path(self, path: str) -> str | None:
        """Return a path the browser named if it is one of ours, else None: no redirect leaves this mount."""
        mount = self.request.scope.get("root_path", "")
        plain = path.isprintable() and "\\" not in path and not path.startswith("//")
        return path if plain and path.startswith(mount + "/") else None

    @property
    def noticed(self) -> str | None:
        """Tell which notice the page is to show, if any."""
        return self.desk.cookies.read(self.request, "notice")

    def render(self, template: str, status: int = 200, **context: Any) -> Response:
        """Render a page from the loaded data and the given context."""
        key = self.session_token or self.desk.cookies.read(self.request, "visitor") or new_key()
        notice = self.noticed
        frame = {
            "csrf": csrf_token(key),
            "faults": [],
            "form": self.form,
            "here": return_path(self.request),
            "key": new_key(),
            "menu": _menu(self.loaded.get("data", {})),
            "large_text": self.request.cookies.get(TEXT_SIZE_COOKIE) == "large",
            "mount": self.request.scope.get("root_path", ""),
            "notice": NOTICE.get(notice or ""),
            "operation": self.loaded.get("operation"),
            "url": self.url,
            "variables": _pretty(self.loaded.get("variables", {})),
        }
        data = self.loaded.get("data", {})
        html = self.desk.templates.get_template(template).render(frame | data | context)
        response = HTMLResponse(html, status)
        if notice:
            self.desk.cookies.clear(self.request, response, "notice")
        if self.session_token is None:
            self.desk.cookies.write(self.request, response, "visitor", key)
        return response

    def see(self, path: str, notice: str = "") -> Response:
        """Send the browser on with a 303; the notice is shown once on the next page."""
        response = RedirectResponse(path, 303)
        if notice:
            self.desk.cookies.write(self.request, response, "notice", notice)
        return response

    def begin_session(self, path: str, token: str, expires: datetime) -> Response:
        """Store the session token and send the browser on."""
        response = self.see(path)
        self.desk.cookies.clear(self.request, response, "visitor")
        self.desk.cookies.write(self.request, response, "session", token, expires)
        return response

    def end_session(self, path: str) -> Response:
        """Forget the session token and send the browser on."""
        response = self.see(path)
        self.desk.cookies.clear(self.request, response, "session")
        return response


def return_path(request: Request) -> str:
    """Name the page to come back to, e.g. after sign-in; a form's address is not one."""
    if request.method not in {"GET", "HEAD"}:
        return ""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _menu(data: Mapping[str, Any]) -> frozenset[str]:
    """Name what the signed-in official may do or read in the district; nothing on a page without one."""
    viewer = data.get("viewer") or {}
    return frozenset(one["name"] for one in viewer.get("districtActions", ()) if one["allowed"])


def _pretty(variables: Mapping[str, Any]) -> str:
    return json.dumps(variables, ensure_ascii=False, indent=2)
