"""Variables of an operation, read as GraphQL reads them; where it would refuse or change one, resolvers are asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FloatValueNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLScalarType,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    StringValueNode,
    ValueNode,
    get_nullable_type,
    is_input_type,
    is_non_null_type,
    is_required_input_field,
    type_from_ast,
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
    """Give what of a value a plan is made for: of texts and days that there is one, of ids the type, else the value."""
    if value is None or typename not in ("Date", "ID", "String"):
        return orjson.dumps(value) if isinstance(value, dict | list) else value
    return typename != "ID" or typename_of(value)


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
    """Read the variables an operation declares."""
    found = []
    for definition in operation.variable_definitions or ():
        name, declared = definition.variable.name.value, type_from_ast(schema, definition.type)
        if declared is None or not is_input_type(declared):
            raise Unplanned(f"the type of ${name}")
        fits, named = _fit(get_nullable_type(declared)), str(get_nullable_type(declared))
        default, given = definition.default_value, None
        if default is not None:
            given = constant_of(default)
            if given is not None and not fits(given):
                raise Unplanned(f"the default of ${name}")
        required = is_non_null_type(declared)
        found.append(Variable(name, named, fits, required, default is not None, given))
    return found


def _fit(of: Any) -> Callable[[Any], bool]:
    """Tell whether a value is one of a type as it stands: where GraphQL would make another of it, it does not fit."""
    if isinstance(of, GraphQLList):
        inner = _or_null(of.of_type)
        return lambda value: isinstance(value, list) and all(inner(each) for each in value)
    if isinstance(of, GraphQLEnumType):
        names = frozenset(of.values)
        return lambda value: isinstance(value, str) and value in names
    if isinstance(of, GraphQLInputObjectType):
        return _of_input(of)
    if not isinstance(of, GraphQLScalarType):
        raise Unplanned(f"variables of type {of}")
    return _READS.get(of.name) or _of_scalar(of)


def _or_null(of: Any) -> Callable[[Any], bool]:
    fits = _fit(get_nullable_type(of))
    return fits if is_non_null_type(of) else lambda value: value is None or fits(value)


def _of_input(of: GraphQLInputObjectType) -> Callable[[Any], bool]:
    def fits(
        value: Any,
    ) -> bool:  # inputs may hold inputs of their own type: their fields are read when asked
        if not isinstance(value, dict) or of.is_one_of or not value.keys() <= of.fields.keys():
            return False
        return all(
            _or_null(each.type)(value[name]) if name in value else not is_required_input_field(each)
            for name, each in of.fields.items()
        )

    return fits


def _of_scalar(of: GraphQLScalarType) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        try:
            of.coerce_input_value(value)
        except (GraphQLError, TypeError, ValueError):
            return False
        return True

    return fits


def constant_of(node: ValueNode) -> Any:
    """Read a literal."""
    match node:
        case NullValueNode():
            return None
        case BooleanValueNode() | EnumValueNode() | StringValueNode():
            return node.value
        case IntValueNode():
            return int(node.value)
        case FloatValueNode():
            return float(node.value)
        case ListValueNode():
            return [constant_of(each) for each in node.values]
        case ObjectValueNode():
            return {each.name.value: constant_of(each.value) for each in node.fields}
    raise Unplanned("a literal with variables in it")
