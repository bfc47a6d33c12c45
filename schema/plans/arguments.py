"""The arguments of a field: each a literal or a variable, and in a statement a parameter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphql import GraphQLField, StringValueNode, Undefined, ValueNode, VariableNode

from authz.actions import Action
from schema.frame.dates import day_fault
from schema.frame.errors import DomainError
from schema.frame.identifiers import decode_id
from schema.frame.text import code_key, folded, is_storable
from schema.plans.calls import Reading
from schema.plans.parameters import NOWHERE, Parameters, Permissions, scope_at
from schema.plans.selections import NotForCaller, Selected, Unplanned
from schema.plans.variables import constant_of, typename_of

Convert = Callable[[str], Any]


@dataclass(slots=True)
class FieldArguments:
    """The arguments one field of a document was given, under the variables a plan is made for.

    `places` tells which of the call's `literals` begins at which character, of those that another text may replace.
    """

    given: Mapping[str, ValueNode]
    defaults: Mapping[str, Any]
    variables: Mapping[str, Any]
    parameters: Parameters
    permissions: Permissions
    places: Mapping[int, int]
    literals: Sequence[str]
    asked: set[str] = field(default_factory=set)

    def value(self, name: str) -> Any:
        """Read an argument the plan is made for: its value is a constant of the plan; None if absent or null."""
        self.asked.add(name)
        node = self.given.get(name)
        if node is None or (isinstance(node, VariableNode) and node.name.value not in self.variables):
            return self.defaults.get(name)
        if isinstance(node, VariableNode):
            return self.variables[node.name.value]
        place = self._place(node)
        return constant_of(node) if place is None else self.literals[place]

    def text(self, name: str) -> str | None:
        """Write a String argument; a text no row can hold is no case for a plan."""
        return self._parameter(name, "text", _storable)

    def code(self, name: str) -> str | None:
        """Write a String argument that is a code, as what codes are compared by."""
        return self._parameter(name, "text", lambda text: code_key(_storable(text)))

    def search(self, name: str) -> str | None:
        """Write a String argument that is searched for, as what texts are searched by."""
        return self._parameter(name, "text", lambda text: folded(_storable(text)))

    def key(self, name: str, typename: str) -> str | None:
        """Write an ID argument, as the UUID it holds; one of another type is no case for a plan."""

        def convert(text: str) -> Any:
            try:
                return decode_id(typename, text)
            except DomainError as refusal:
                raise Unplanned(f"{name} is no id of {typename}") from refusal

        return self._parameter(name, "uuid", convert)

    def day(self, name: str) -> str | None:
        """Write a Date argument."""
        return self._parameter(name, "date", _day)

    def typename(self, name: str) -> str:
        """Name the type of the object an ID argument names; a plan is made for it."""
        value = self.value(name)
        return typename_of(value) if isinstance(value, str) else ""

    def within(self, action: Action, path: str) -> str:
        """Say in SQL that a path lies where the caller may do an action; who may nowhere is refused, not planned."""
        self.require(action)
        return self.may(action, path)

    def require(self, action: Action) -> None:
        """Leave callers who may do an action nowhere to the resolvers, who refuse them."""
        if self.permissions.shape(action) == NOWHERE:
            raise NotForCaller(f"{action} is refused")

    def may(self, action: Action, path: str) -> str:
        """Say in SQL that the caller may do an action at a path; who may nowhere may not there."""
        shape = self.permissions.shape(action)
        if shape in (NOWHERE, 0):
            return str(shape == 0).lower()
        places = []
        for index in range(shape):
            top = self.parameters.add(("scope", action, index), "text", scope_at(action, index))
            places.append(
                f"({path} >= {top} and {path} < {top} || '/' and ({path} = {top} or {path} >= {top} || '.'))"
            )
        return f"({' or '.join(places)})"

    def bound(self, name: str, convert: Callable[[Reading, str], Any], type_: str, key: str) -> str | None:
        """Write what is made of a String argument in a call, told from others by a key."""
        if self.value(name) is None:
            return None
        take = self._take(name)
        return self.parameters.add((key, *take[0]), type_, lambda reading: convert(reading, take[1](reading)))

    def _parameter(self, name: str, type_: str, convert: Convert) -> str | None:
        return self.bound(name, lambda _, text: convert(text), type_, f"{name} {type_}")

    def _place(self, node: ValueNode) -> int | None:
        return self.places.get(node.loc.start) if node.loc is not None else None

    def _take(self, name: str) -> tuple[tuple[str, object], Callable[[Reading], str]]:
        """Find where a call has the text: in a variable, in a literal that was lifted, or in the plan itself."""
        node = self.given[name]
        if isinstance(node, VariableNode):
            variable = node.name.value
            return ("variable", variable), lambda reading: reading.variables[variable]
        if not isinstance(node, StringValueNode):
            raise Unplanned(f"{name} is no text")
        place = self._place(node)
        if place is None:
            text = node.value
            return ("constant", text), lambda _: text
        return ("literal", place), lambda reading: reading.literals[place]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise Unplanned("no day") from fault
    if day_fault(day, ()) is not None:
        raise Unplanned("a day at the edge of the calendar")
    return day


def _storable(text: str) -> str:
    if not is_storable(text):
        raise Unplanned("a text no row can hold")
    return text


def nodes_of(selected: Selected) -> Mapping[str, ValueNode]:
    """Give the arguments of a field by name; merged nodes have the same."""
    return {each.name.value: each.value for each in selected.nodes[0].arguments or ()}


def defaults_of(definition: GraphQLField) -> Mapping[str, Any]:
    """Give the arguments that are there even where a document is silent."""
    return {
        name: argument.default_value
        for name, argument in definition.args.items()
        if argument.default_value is not Undefined
    }
