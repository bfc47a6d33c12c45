"""What an operation is refused with."""

from collections.abc import Awaitable
from typing import Any

from schema.frame.errors import DomainError, DomainErrors


async def refused(work: Awaitable[Any]) -> list[tuple[str, str]]:
    """List code and field of every refusal; empty if it was done."""
    return [(error.code.value, ".".join(error.field)) for error in await refusals(work)]


async def refusals(work: Awaitable[Any]) -> list[DomainError]:
    """List every refusal; empty if it was done."""
    try:
        await work
    except DomainError as error:
        return [error]
    except DomainErrors as group:
        return list(group.errors)
    return []
