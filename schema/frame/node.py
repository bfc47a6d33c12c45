"""The Node interface and the register of types a global id may name."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import strawberry

from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError
from schema.frame.identifiers import GlobalId, split_id


@strawberry.interface
class Node:
    """Anything with a global id (Relay)."""

    id: strawberry.ID = strawberry.field(description="Opaque global id.")


Fetch = Callable[[RequestContext, uuid.UUID], Awaitable[Any]]
_FETCHERS: dict[str, Fetch] = {}


def fetches(type_name: str) -> Callable[[Fetch], Fetch]:
    """Register how a node of `type_name` is read for the viewer: the node, or null if unknown or out of sight."""

    def register(fetch: Fetch) -> Fetch:
        _FETCHERS[type_name] = fetch
        return fetch

    return register


@strawberry.type
class NodeQuery:
    """Look-up by global id."""

    @strawberry.field
    async def node(self, info: Info, id: GlobalId) -> Node | None:
        """Any object by its global id; null if it is unknown or outside the viewer's area."""
        try:
            type_name, value = split_id(id)
        except DomainError:
            return None
        fetch = _FETCHERS.get(type_name)
        if fetch is None:
            return None
        found: Node | None = await fetch(info.context, value)
        return found
