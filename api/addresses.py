"""Addresses that are looked up: nearly all requests are for GraphQL, and a pattern tried for each route is dear."""

from collections.abc import Mapping

from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

_OF_A_DISTRICT = "/t/{slug}"


class Addresses(BaseRoute):
    """Serves endpoints at fixed paths, such as /graphql, and under a district's, such as /t/{slug}/graphql."""

    def __init__(self, endpoints: Mapping[str, ASGIApp]) -> None:
        self._fixed = {path: app for path, app in endpoints.items() if not path.startswith(_OF_A_DISTRICT)}
        self._of_a_district = {
            path.removeprefix(_OF_A_DISTRICT): app
            for path, app in endpoints.items()
            if path not in self._fixed
        }

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Find the endpoint of an address, and which district it is of."""
        if scope["type"] != "http":
            return Match.NONE, {}
        path: str = scope["path"]
        fixed = self._fixed.get(path)
        if fixed is not None:
            return Match.FULL, {"endpoint": fixed, "path_params": {}}
        if path.startswith("/t/"):
            slug, slash, rest = path[3:].partition("/")
            found = self._of_a_district.get(slash + rest) if slug else None
            if found is not None:
                return Match.FULL, {"endpoint": found, "path_params": {"slug": slug}}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request whose endpoint was found."""
        await scope["endpoint"](scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """Know no names."""
        raise NoMatchFound(name, path_params)
