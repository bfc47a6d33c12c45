"""Where a view is served: each page lists its own routes, and the app puts those of all pages in one order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from admin_ui.handling import View


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A view at an address: GET shows, POST takes a form.

    A form with a file says how many bytes a field beside the file may have.
    """

    method: Literal["GET", "POST"]
    path: str
    name: str
    view: View
    upload_field_bytes: int | None = None


def get(path: str, name: str, view: View) -> PageRoute:
    """Show a page at an address."""
    return PageRoute("GET", path, name, view)


def post(path: str, name: str, view: View, *, upload_field_bytes: int | None = None) -> PageRoute:
    """Take a form at an address; the name may be that of the page that shows it."""
    return PageRoute("POST", path, name, view, upload_field_bytes)


def in_order(routes: Iterable[PageRoute]) -> list[PageRoute]:
    """Put `/drafts/new` before `/drafts/{id}`, which would answer for it: the first that matches serves."""
    return sorted(routes, key=lambda route: [part.startswith("{") for part in route.path.split("/")])
