"""What a statement is sent with: each parameter once, whatever asks for it, and how its value is found in a call."""

from collections.abc import Callable, Hashable
from typing import Any

from authz.actions import Action
from schema.plans.declarations import Given, Known, Reading
from schema.plans.selections import NotForCaller

Bind = Callable[[Reading], Any]
SCOPE_LIMIT = 8
NOWHERE = -1


class Parameters:
    """The parameters of one statement. The first is the tenant."""

    def __init__(self) -> None:
        self.binds: list[Bind] = [lambda reading: str(reading.context.operations.tenant.id)]
        self.known: dict[str, Known] = {}
        self._places: dict[Hashable, str] = {}

    def copy(self) -> "Parameters":
        """Note what there is, to come back to it."""
        noted = Parameters()
        noted.binds, noted.known, noted._places = [*self.binds], {**self.known}, {**self._places}
        return noted

    def restore(self, noted: "Parameters") -> None:
        """Come back to what there was."""
        self.binds, self.known, self._places = noted.binds, noted.known, noted._places

    def add(self, key: Hashable, type_: str, bind: Bind) -> str:
        """Write a parameter, which is told from others by its key."""
        if key not in self._places:
            self.binds.append(bind)
            self._places[key] = f"${len(self.binds)}::{type_}"
        return self._places[key]

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
