"""Objects Python made, as they are asked for: attribute by attribute, each leaf as its GraphQL type gives it."""

import inspect
from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    get_nullable_type,
    is_leaf_type,
    is_non_null_type,
)

from schema.plans.selections import Selected, Selections, Unplanned

Render = Callable[[Any], Any]
_SAME = frozenset({"Boolean", "ID", "String"})
"""Leaves that are what they are, if they are of the type the field is annotated with."""


def rendering_of(one: Selected, type_: GraphQLOutputType, selections: Selections) -> Render:
    """Tell how a value is rendered as a field asks for it; raise Unplanned where only a resolver can."""
    named = get_nullable_type(type_)
    if isinstance(named, GraphQLList):
        render = _list(rendering_of(one, named.of_type, selections))
    elif is_leaf_type(named):
        render = _leaf(named)
    elif isinstance(named, GraphQLObjectType):
        render = _object(one, named, selections)
    else:
        raise Unplanned(f"{named} has several types")
    return render if is_non_null_type(type_) else _or_null(render)


def _or_null(render: Render) -> Render:
    return lambda value: None if value is None else render(value)


def _list(render: Render) -> Render:
    return lambda values: [render(value) for value in values]


def _leaf(named: GraphQLLeafType) -> Render:
    if isinstance(named, GraphQLEnumType):
        return named.coerce_output_value
    if named.name in _SAME:
        return _itself
    return named.coerce_output_value


def _itself(value: Any) -> Any:
    if value is None:
        raise ValueError("null where none may be")
    return value


def _object(one: Selected, of: GraphQLObjectType, selections: Selections) -> Render:
    parts = [(each.key, *_part(each, of, selections)) for each in selections.of_type(one.selections, of)]

    def render(value: Any) -> Any:
        if value is None:
            raise ValueError("null where none may be")
        return {key: render(take(value)) for key, take, render in parts}

    return render


def _part(
    each: Selected, of: GraphQLObjectType, selections: Selections
) -> tuple[Callable[[Any], Any], Render]:
    """Tell where an object has a field, and how it is rendered."""
    if each.name == "__typename":
        return (lambda _: of.name), _itself
    definition = of.fields[each.name]
    if any(node.arguments for node in each.nodes):
        raise Unplanned(f"arguments of {of.name}.{each.name}")
    declared = (definition.extensions or {}).get("strawberry-definition")
    if declared is None:
        raise Unplanned(f"{of.name}.{each.name} is not ours")
    return _taking(declared, f"{of.name}.{each.name}"), rendering_of(each, definition.type, selections)


def _taking(declared: Any, place: str) -> Callable[[Any], Any]:
    """Tell where an object has a field: in an attribute, or a method that needs nothing else."""
    name: str = declared.python_name
    if declared.base_resolver is None:
        return lambda value: getattr(value, name)
    method = declared.base_resolver.wrapped_func
    if inspect.iscoroutinefunction(method) or list(inspect.signature(method).parameters) != ["self"]:
        raise Unplanned(f"{place} is a resolver's")
    found: Callable[[Any], Any] = method
    return found
