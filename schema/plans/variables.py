"""Variables of an operation, read as GraphQL reads them where that is simple; the resolvers are asked otherwise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    GraphQLScalarType,
    GraphQLSchema,
    IntValueNode,
    NonNullTypeNode,
    NamedTypeNode,
    NullValueNode,
    OperationDefinitionNode,
    StringValueNode,
    ValueNode,
)

from schema.plans.selections import Unplanned

_LARGEST = 2**31


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _integer(value: Any) -> bool:
    return type(value) is int and -_LARGEST <= value < _LARGEST


def _boolean(value: Any) -> bool:
    return isinstance(value, bool)


_READS: Mapping[str, Callable[[Any], bool]] = {
    "Boolean": _boolean,
    "ID": _text,
    "Int": _integer,
    "String": _text,
}
_BY_VALUE = ("Boolean", "Int")
"""Types whose values a plan is made for; of others it is told only whether they are there."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of an operation."""

    name: str
    typename: str
    required: bool
    has_default: bool
    default: Any = None

    def read(self, sent: Mapping[str, Any], into: dict[str, Any]) -> object:
        """Read its value, absent, null or given; return what of it a plan depends on."""
        if self.name not in sent:
            if self.has_default:
                into[self.name] = self.default
                return self.default if self.typename in _BY_VALUE else self.default is not None
            if self.required:
                raise Unplanned(f"${self.name} is missing")
            return Ellipsis
        value = into[self.name] = sent[self.name]
        if value is None:
            if self.required:
                raise Unplanned(f"${self.name} is null")
            return None
        if not _READS[self.typename](value):
            raise Unplanned(f"${self.name} is no plain {self.typename}")
        return value if self.typename in _BY_VALUE else True


def variables_of(schema: GraphQLSchema, operation: OperationDefinitionNode) -> Sequence[Variable]:
    """Read the variables an operation declares; those of other than plain types make it ineligible."""
    found = []
    for definition in operation.variable_definitions or ():
        declared = definition.type
        required = isinstance(declared, NonNullTypeNode)
        named = declared.type if isinstance(declared, NonNullTypeNode) else declared
        name = definition.variable.name.value
        if not isinstance(named, NamedTypeNode) or named.name.value not in _READS:
            raise Unplanned(f"the type of ${name}")
        if not isinstance(schema.get_type(named.name.value), GraphQLScalarType):
            raise Unplanned(f"the type of ${name}")
        default, given = definition.default_value, None
        if default is not None:
            given = constant_of(default)
            if given is not None and not _READS[named.name.value](given):
                raise Unplanned(f"the default of ${name}")
        found.append(Variable(name, named.name.value, required, default is not None, given))
    return found


def constant_of(node: ValueNode) -> Any:
    """Read a literal of a plain type."""
    match node:
        case NullValueNode():
            return None
        case BooleanValueNode() | StringValueNode():
            return node.value
        case IntValueNode():
            return int(node.value)
    raise Unplanned("a literal that is not plain")
