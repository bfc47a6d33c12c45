"""Each page lists what it serves, and all of it is served: no view is forgotten, none answers for another."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any, cast, get_type_hints

import pytest
from starlette.responses import Response
from starlette.routing import Match, Route

from admin_ui import pages
from admin_ui.app import ROUTES, create_admin_ui
from admin_ui.client import Files
from admin_ui.routing import PageRoute, get, in_order
from admin_ui.visit import Visit

SCREENS = sorted(found.name for found in pkgutil.iter_modules(pages.__path__))
IDS = [f"{route.method} {route.path}" for route in ROUTES]


async def unasked(*_: Any, **__: Any) -> dict[str, Any]:
    """Stand where nothing is asked of the API."""
    raise AssertionError


SERVED = create_admin_ui(unasked, cast("Files", None), secure_cookies=False).routes


def views_of(screen: str) -> Iterator[Any]:
    """Find the public functions of a screen that take a visit and answer it."""
    package = importlib.import_module(f"{pages.__name__}.{screen}")
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            own = inspect.iscoroutinefunction(value) and value.__module__ == module.__name__
            if (
                own
                and not name.startswith("_")
                and get_type_hints(value) == {"visit": Visit, "return": Response}
            ):
                yield value


@pytest.mark.parametrize("screen", SCREENS)
def test_every_view_of_a_screen_is_among_its_routes_and_all_of_them_are_served(screen: str) -> None:
    views = set(views_of(screen))
    listed = getattr(importlib.import_module(f"{pages.__name__}.{screen}"), "ROUTES", ())
    assert views <= {route.view for route in listed}
    assert set(listed) <= set(ROUTES)
    assert listed or screen == "problem", "a screen without an address is the page of failures alone"


def test_an_address_has_one_view_a_method_and_a_name_one_address() -> None:
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.name) for route in ROUTES}) == len(ROUTES)
    assert len({route.name for route in ROUTES}) == len({route.path for route in ROUTES})
    assert len({route.view for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=IDS)
def test_no_other_route_answers_for_a_route(route: PageRoute) -> None:
    address = "/".join("x" if part.startswith("{") else part for part in route.path.split("/"))
    scope = {"type": "http", "method": route.method, "path": address, "headers": []}
    first = next(one for one in SERVED if one.matches(scope)[0] is Match.FULL)
    assert isinstance(first, Route)
    assert (first.path, first.name) == (route.path, route.name)


def test_what_stands_fast_comes_before_what_is_filled_in() -> None:
    async def view(visit: Visit) -> Response:
        return Response()

    given = [get(path, path, view) for path in ("/{a}/b", "/a/{b}", "/{a}", "/a/b", "/a")]
    assert [route.path for route in in_order(given)] == ["/a", "/a/b", "/a/{b}", "/{a}", "/{a}/b"]
