"""Edges that point up: an upper noun adds a field to a lower noun's type, which need not know it.

@edge(Unit)
async def designation(unit: strawberry.Parent[Unit], info: Info) -> Designation | None:
    ...  # the docstring is the description of the field
"""

from collections.abc import Callable
from typing import Any, TypeVar

import strawberry
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField

R = TypeVar("R", bound=Callable[..., Any])


def edge(target: type[Any], name: str = "") -> Callable[[R], R]:
    """Add the decorated resolver as a field, named like the function unless told, to a type of a lower noun."""

    def add(resolver: R) -> R:
        field: StrawberryField = strawberry.field(resolver=resolver)
        field.python_name = name or resolver.__name__
        field.origin = target
        get_object_definition(target, strict=True).fields.append(field)
        return resolver

    return add
