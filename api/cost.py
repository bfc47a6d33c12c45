"""The cost of an operation: how many objects it may touch, pages multiplied by what each row asks for.

An object costs 1 and a scalar nothing; a page of `first: 20` costs twenty times its row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from schema.frame.pagination import PAGE_DEFAULT, PAGE_LIMIT

_INTROSPECTION = {"__schema": 2_000, "__type": 100}
_ROWS = frozenset({"edges", "nodes"})


def measure_cost(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> int:
    """Return the most objects an operation of a valid document can touch with these variables."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    defaults = {
        definition.variable.name.value: int(definition.default_value.value)
        for definition in operation.variable_definitions or ()
        if isinstance(definition.default_value, IntValueNode)
    }
    meter = _Meter(schema, fragments, defaults | dict(variables))
    return meter.selection(operation.selection_set, schema.get_root_type(operation.operation), 1)


@dataclass(slots=True)
class _Meter:
    """Adds up selections; a fragment is measured once for each number of rows it is spread in."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    known: dict[tuple[str, int], int] = field(default_factory=dict)

    def selection(self, selection: SelectionSetNode, parent: object, rows: int) -> int:
        total = 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                total += self._field(node, parent, rows)
            elif isinstance(node, FragmentSpreadNode):
                total += self._spread(node.name.value, rows)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                inner = self.schema.get_type(condition.name.value) if condition else parent
                total += self.selection(node.selection_set, inner, rows)
        return total

    def _spread(self, name: str, rows: int) -> int:
        if (name, rows) not in self.known:
            fragment = self.fragments[name]
            parent = self.schema.get_type(fragment.type_condition.name.value)
            self.known[name, rows] = self.selection(fragment.selection_set, parent, rows)
        return self.known[name, rows]

    def _field(self, node: FieldNode, parent: object, rows: int) -> int:
        name = node.name.value
        if name in _INTROSPECTION:
            return _INTROSPECTION[name]
        definition = (
            parent.fields.get(name) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        )
        if definition is None or node.selection_set is None or is_leaf_type(get_named_type(definition.type)):
            return 0
        page = self._page(node, definition)
        below = self.selection(
            node.selection_set, get_named_type(definition.type), 1 if page is None else page
        )
        times = 1
        if is_list_type(get_nullable_type(definition.type)):
            times = page if page is not None else rows if name in _ROWS else 1
        return times * (1 + below)

    def _page(self, node: FieldNode, definition: GraphQLField) -> int | None:
        """Read how many rows the field asks for; None if it has no pages."""
        if "first" not in definition.args:
            return None
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name in ("first", "last"):
            value = given.get(name)
            if isinstance(value, IntValueNode):
                return _clip(int(value.value))
            if isinstance(value, VariableNode):
                sent = self.variables.get(value.name.value)
                if sent is not None:
                    return _clip(sent)
        unless_told = definition.args["first"].default_value
        return _clip(unless_told) if isinstance(unless_told, int) else PAGE_DEFAULT


def _clip(count: object) -> int:
    """Bound a page to what a resolver would serve; anything else is refused there."""
    return min(max(count, 0), PAGE_LIMIT) if isinstance(count, int) else PAGE_LIMIT
