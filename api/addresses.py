"""Addresses that are looked up: nearly all requests are for GraphQL, and a pattern tried for each route is dear."""

from collections.abc import Mapping

from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from api.graphql import GraphQLEndpoint

_OF_A_DISTRICT = "/t/{slug}"


class Addresses(BaseRoute):
    """Serves endpoints at fixed paths, such as /graphql, and under a district's, such as /t/{slug}/graphql."""

    def __init__(self, endpoints: Mapping[str, GraphQLEndpoint]) -> None:
        self._fixed = {
            path: endpoint for path, endpoint in endpoints.items() if not path.startswith(_OF_A_DISTRICT)
        }
        self._of_a_district = {
            path.removeprefix(_OF_A_DISTRICT): endpoint
            for path, endpoint in endpoints.items()
            if path not in self._fixed
        }

    def find(self, path: str) -> tuple[GraphQLEndpoint, str | None] | None:
        """Find the endpoint of an address, and which district it is of."""
        fixed = self._fixed.get(path)
        if fixed is not None:
            return fixed, None
        if path.startswith("/t/"):
            slug, slash, rest = path[3:].partition("/")
            found = self._of_a_district.get(slash + rest) if slug else None
            if found is not None:
                return found, slug
        return None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Find the endpoint of a request."""
        found = self.find(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            return Match.NONE, {}
        endpoint, slug = found
        return Match.FULL, {"endpoint": endpoint, "path_params": {} if slug is None else {"slug": slug}}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request whose endpoint was found."""
        await scope["endpoint"](scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """Know no names."""
        raise NoMatchFound(name, path_params)
