"""Bounds on a document's shape, found in one pass that visits each selection once, fragments included."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
)
from pydantic import BaseModel, ConfigDict, Field

INTROSPECTION = frozenset({"__schema", "__type"})
_REPORTED_AT_MOST = 1_000_000


class Bounds(BaseModel):
    """What a document may ask for. Counts are taken after fragments are expanded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document_bytes: int = Field(15_000, ge=1, description="Length of the document in UTF-8.")
    tokens: int = Field(2_000, ge=1, description="Lexical tokens; comments count as such.")
    depth: int = Field(12, ge=1, description="Nested fields; introspection has a bound of its own.")
    aliases: int = Field(30, ge=0, description="Aliased fields.")
    root_fields: int = Field(20, ge=1, description="Fields of the operation itself.")
    mutations: int = Field(4, ge=1, description="Fields of a mutation.")
    breadth: int = Field(200, ge=1, description="Fields of any one selection.")
    directives_per_node: int = Field(5, ge=0, description="Directives on one field, fragment or operation.")
    directives: int = Field(50, ge=0, description="Directives in the document.")
    cost: int = Field(20_000, ge=1, description="Objects the operation may touch, see api/cost.py.")


@dataclass(frozen=True, slots=True)
class Measure:
    """The shape of a selection: its own fields, nesting, aliases and the widest selection below."""

    width: int = 0
    depth: int = 0
    aliases: int = 0
    breadth: int = 0


_LEAF = Measure()


class LimitExceededError(GraphQLError):
    """A document asks for more than a bound allows."""


def limit_exceeded(
    what: str, limit: int, actual: int, node: OperationDefinitionNode | None = None
) -> LimitExceededError:
    """State which bound was passed and by how much."""
    shown = min(actual, _REPORTED_AT_MOST)
    return LimitExceededError(
        f"The document exceeds the limit of {limit} {what}.",
        [node] if node is not None else None,
        extensions={"details": {"limit": limit, "actual": shown}},
    )


def check_bounds(document: DocumentNode, bounds: Bounds) -> list[GraphQLError]:
    """Return what the document has too much of; runs before validation and survives invalid documents."""
    try:
        fragments = _measure_fragments(document)
    except CycleError as error:
        names = ", ".join(dict.fromkeys(error.args[1]))
        return [GraphQLError(f"Cannot spread fragments within themselves: {names}.")]
    return [
        *_check_directives(document, bounds),
        *(
            error
            for definition in document.definitions
            if isinstance(definition, OperationDefinitionNode)
            for error in _check_operation(definition, fragments, bounds)
        ),
    ]


def _check_operation(
    operation: OperationDefinitionNode, fragments: Mapping[str, Measure], bounds: Bounds
) -> Iterator[GraphQLError]:
    found = _measure(operation.selection_set.selections, fragments)
    mutating = operation.operation is OperationType.MUTATION
    checks = (
        ("levels of nesting", bounds.depth, found.depth),
        ("aliases", bounds.aliases, found.aliases),
        ("mutations", bounds.mutations, found.width)
        if mutating
        else ("root fields", bounds.root_fields, found.width),
        ("fields in one selection", bounds.breadth, found.breadth),
    )
    for what, limit, actual in checks:
        if actual > limit:
            yield limit_exceeded(what, limit, actual, operation)


def _measure_fragments(document: DocumentNode) -> dict[str, Measure]:
    """Measure each fragment once, those it spreads first; raise CycleError if one spreads itself."""
    definitions = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    order = TopologicalSorter(
        {
            name: [
                node.name.value
                for node in _walk(fragment.selection_set.selections)
                if isinstance(node, FragmentSpreadNode) and node.name.value in definitions
            ]
            for name, fragment in definitions.items()
        }
    )
    measured: dict[str, Measure] = {}
    for name in order.static_order():
        measured[name] = _measure(definitions[name].selection_set.selections, measured)
    return measured


def _measure(selections: Iterable[SelectionNode], fragments: Mapping[str, Measure]) -> Measure:
    width = depth = aliases = breadth = 0
    for node in selections:
        if isinstance(node, FragmentSpreadNode):
            inner = fragments.get(node.name.value, _LEAF)
        else:
            nested = node.selection_set if isinstance(node, FieldNode | InlineFragmentNode) else None
            inner = _measure(nested.selections, fragments) if nested else _LEAF
        if isinstance(node, FieldNode):
            width += 1
            aliases += node.alias is not None
            depth = max(depth, 1 if node.name.value in INTROSPECTION else 1 + inner.depth)
        else:
            width += inner.width
            depth = max(depth, inner.depth)
        aliases += inner.aliases
        breadth = max(breadth, inner.breadth)
    return Measure(width, depth, aliases, max(breadth, width))


def _check_directives(document: DocumentNode, bounds: Bounds) -> Iterator[GraphQLError]:
    total = most = 0
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            nodes = [
                definition,
                *(definition.variable_definitions or ()),
                *_walk(definition.selection_set.selections),
            ]
            counts = [len(node.directives or ()) for node in nodes]
            total, most = total + sum(counts), max(most, *counts)
    if most > bounds.directives_per_node:
        yield limit_exceeded("directives in one place", bounds.directives_per_node, most)
    if total > bounds.directives:
        yield limit_exceeded("directives", bounds.directives, total)


def _walk(selections: Iterable[SelectionNode]) -> Iterator[SelectionNode]:
    """Visit every selection of one definition, without entering fragments it spreads."""
    stack = [*selections]
    while stack:
        node = stack.pop()
        yield node
        nested = node.selection_set if isinstance(node, FieldNode | InlineFragmentNode) else None
        if nested:
            stack.extend(nested.selections)
