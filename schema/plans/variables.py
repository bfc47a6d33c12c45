"""Variables of an operation, read as GraphQL reads them where that is simple; the resolvers are asked otherwise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    GraphQLEnumType,
    GraphQLScalarType,
    GraphQLSchema,
    IntValueNode,
    NamedTypeNode,
    NonNullTypeNode,
    NullValueNode,
    OperationDefinitionNode,
    StringValueNode,
    ValueNode,
)

from schema.frame.errors import DomainError
from schema.frame.identifiers import split_id
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


def typename_of(global_id: str) -> str:
    """Name the type of an id's object: all that a plan is made for; empty of what is no id."""
    try:
        return split_id(global_id)[0]
    except DomainError:
        return ""


def _depends(typename: str, value: Any) -> object:
    """Give what of a value a plan is made for: of texts that there is one, of ids the type, of others the value."""
    if value is None or typename not in ("ID", "String"):
        return value
    return typename == "String" or typename_of(value)


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of an operation."""

    name: str
    typename: str
    fits: Callable[[Any], bool]
    required: bool
    has_default: bool
    default: Any = None

    def read(self, sent: Mapping[str, Any], into: dict[str, Any]) -> object:
        """Read its value, absent, null or given; return what of it a plan depends on."""
        if self.name not in sent:
            if self.has_default:
                into[self.name] = self.default
                return _depends(self.typename, self.default)
            if self.required:
                raise Unplanned(f"${self.name} is missing")
            return Ellipsis
        value = into[self.name] = sent[self.name]
        if value is None:
            if self.required:
                raise Unplanned(f"${self.name} is null")
            return None
        if not self.fits(value):
            raise Unplanned(f"${self.name} is no plain {self.typename}")
        return _depends(self.typename, value)


def variables_of(schema: GraphQLSchema, operation: OperationDefinitionNode) -> Sequence[Variable]:
    """Read the variables an operation declares; those of other than plain types make it ineligible."""
    found = []
    for definition in operation.variable_definitions or ():
        declared = definition.type
        required = isinstance(declared, NonNullTypeNode)
        named = declared.type if isinstance(declared, NonNullTypeNode) else declared
        name = definition.variable.name.value
        if not isinstance(named, NamedTypeNode):
            raise Unplanned(f"the type of ${name}")
        fits = _fit(schema, named.name.value)
        default, given = definition.default_value, None
        if default is not None:
            given = constant_of(default)
            if given is not None and not fits(given):
                raise Unplanned(f"the default of ${name}")
        found.append(Variable(name, named.name.value, fits, required, default is not None, given))
    return found


def _fit(schema: GraphQLSchema, typename: str) -> Callable[[Any], bool]:
    of = schema.get_type(typename)
    if isinstance(of, GraphQLEnumType):
        names = frozenset(of.values)
        return lambda value: isinstance(value, str) and value in names
    if not isinstance(of, GraphQLScalarType) or typename not in _READS:
        raise Unplanned(f"variables of type {typename}")
    return _READS[typename]


def constant_of(node: ValueNode) -> Any:
    """Read a literal of a plain type."""
    match node:
        case NullValueNode():
            return None
        case BooleanValueNode() | EnumValueNode() | StringValueNode():
            return node.value
        case IntValueNode():
            return int(node.value)
    raise Unplanned("a literal that is not plain")
