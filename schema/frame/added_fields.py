"""Edges that point up: an upper noun adds a field to a lower noun's type, which need not know it.

@edge(Unit)
async def designation(unit: strawberry.Parent[Unit], info: Info) -> Designation | None:
    ...  # the docstring is the description of the field

The root attaches them module by module, so that the order of fields is written down and hangs on no import.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, TypeVar

import strawberry
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField

R = TypeVar("R", bound=Callable[..., Any])

_DECLARED: dict[str, list[tuple[type[Any], StrawberryField]]] = defaultdict(list)


def edge(target: type[Any], name: str = "") -> Callable[[R], R]:
    """Declare the decorated resolver a field, named like the function unless told, of a type of a lower noun."""

    def declare(resolver: R) -> R:
        field: StrawberryField = strawberry.field(resolver=resolver)
        field.python_name = name or resolver.__name__
        field.origin = target
        _DECLARED[resolver.__module__].append((target, field))
        return resolver

    return declare


def attach(modules: Iterable[ModuleType]) -> None:
    """Add the fields that modules declare, in this order; raises if one was left out or declares none."""
    named = [module.__name__ for module in modules]
    if sorted(named) != sorted(_DECLARED):
        raise LookupError(
            f"modules that declare fields and those attached differ: {set(named) ^ set(_DECLARED)}"
        )
    for name in named:
        for target, field in _DECLARED[name]:
            get_object_definition(target, strict=True).fields.append(field)
