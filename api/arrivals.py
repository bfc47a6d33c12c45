"""Where a request came to: all the doors are told of it."""

from dataclasses import dataclass

from starlette.requests import Request

from api.headers import first_of


@dataclass(slots=True)
class Arrival:
    """The district a path such as /t/qijiang/graphql names, the Host header, and the id the request is traced by."""

    slug: str | None
    host: str
    trace_id: str


def arrival_of(request: Request) -> Arrival:
    """Read from a request where it came to."""
    scope = request.scope
    slug = scope.get("path_params", {}).get("slug")
    return Arrival(
        None if slug is None else str(slug), first_of(scope, b"host") or "", request.state.trace_id
    )
