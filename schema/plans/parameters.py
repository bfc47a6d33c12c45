"""What a statement is sent with: each parameter once, whatever asks for it, and how its value is found in a call."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from authz.actions import Action
from schema.plans.calls import Given, Known, Reading
from schema.plans.selections import NotForCaller

Bind = Callable[[Reading], Any]
SCOPE_LIMIT = 8
NOWHERE = -1


def _tenant(reading: Reading) -> str:
    return str(reading.context.operations.tenant.id)


@dataclass(slots=True)
class Parameters:
    """The parameters of one statement. The first is the tenant."""

    binds: list[Bind] = field(default_factory=lambda: [_tenant])
    known: dict[str, Known] = field(default_factory=dict)
    places: dict[Hashable, str] = field(default_factory=dict)

    def copy(self) -> "Parameters":
        """Note what there is, to come back to it."""
        return replace(self, binds=[*self.binds], known={**self.known}, places={**self.places})

    def restore(self, noted: "Parameters") -> None:
        """Come back to what there was."""
        self.binds, self.known, self.places = noted.binds, noted.known, noted.places

    def add(self, key: Hashable, type_: str, bind: Bind) -> str:
        """Write a parameter, which is told from others by its key."""
        if key not in self.places:
            self.binds.append(bind)
            self.places[key] = f"${len(self.binds)}::{type_}"
        return self.places[key]

    def given(self, value: Given) -> str:
        """Write a value every call brings."""
        if value.known is not None:
            self.known[value.known.name] = value.known
        return self.add(("given", value.name), value.type, value.value)


class Permissions:
    """In how many places a caller may do what a plan asks for: part of what the plan is made for.

    An empty `asked` is that of a plan that asks for no permission.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.asked: dict[Action, int] = {}

    def shape(self, action: Action) -> int:
        """Tell under how many paths the caller may do an action: NOWHERE, or 0 for the whole tenant."""
        if action not in self.asked:
            self.asked[action] = shape_of(self._reading, action)
        return self.asked[action]


def shape_of(reading: Reading, action: Action) -> int:
    """Tell under how many paths a caller may do an action: NOWHERE, or 0 for the whole tenant."""
    scopes = scopes_of(reading, action)
    return 0 if "" in scopes else len(scopes) or NOWHERE


def scopes_of(reading: Reading, action: Action) -> tuple[str, ...]:
    """List the paths under which an official may do an action; in too many places is no case for a plan."""
    if action not in reading.scopes:
        if reading.context.operations.actor.kind != "official":
            raise NotForCaller("no official")
        found = reading.context.operations.scopes_for(action)
        if len(found) > SCOPE_LIMIT:
            raise NotForCaller(f"{action} in many places")
        reading.scopes[action] = found
    return reading.scopes[action]


def scope_at(action: Action, index: int) -> Bind:
    """Find the path of a scope in a call."""
    return lambda reading: scopes_of(reading, action)[index]
