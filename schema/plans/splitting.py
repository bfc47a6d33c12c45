"""Documents of which a plan reads a part: what is left is a document of its own, and both answers become one.

A field no plan can read leaves a null in the plan's answer, at its own place among its keys. The resolvers answer a
query of nothing but such fields and those on the way to them; since both read the same moment, their objects and
lists lie alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from schema.plans.selections import FellBack, Selected

DOUBT = "\x05"
"""Stands for a field of which a statement found that the resolvers have to be asked."""
DOUBT_SQL = r"E'\x05'"


@dataclass(slots=True)
class Rest:
    """What is left of an object of a type: whole fields, and the rests of fields that are planned."""

    typename: str
    left: dict[str, Selected] = field(default_factory=dict)
    below: "dict[str, tuple[Selected, Rest]]" = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether anything is left."""
        return bool(self.left) or any(rest for _, rest in self.below.values())

    def under(self, one: Selected, typename: str) -> "Rest":
        """Give the rest of a field's objects."""
        return self.below.setdefault(one.key, (one, Rest(typename)))[1]

    def selections(self) -> SelectionSetNode:
        """Write what is left as a selection."""
        nodes = [node for one in self.left.values() for node in one.nodes]
        nodes += [_field(one, rest) for one, rest in self.below.values() if rest]
        of = NamedTypeNode(name=NameNode(value=self.typename))
        inside = InlineFragmentNode(
            type_condition=of, directives=(), selection_set=SelectionSetNode(selections=tuple(nodes))
        )
        return SelectionSetNode(selections=(inside,))

    def merge(self, planned: Any, resolved: Any) -> None:
        """Put what the resolvers gave into what a plan gave; raise FellBack unless they lie alike."""
        if isinstance(planned, list) and isinstance(resolved, list) and len(planned) == len(resolved):
            for one, other in zip(planned, resolved, strict=True):
                self.merge(one, other)
        elif isinstance(planned, dict) and isinstance(resolved, dict):
            for key in self.left:
                planned[key] = resolved[key]
            for key, (_, rest) in self.below.items():
                if rest:
                    rest.merge(planned[key], resolved[key])
        elif planned is not None or resolved is not None:
            raise FellBack("a plan and the resolvers see different rows")


def _field(one: Selected, rest: Rest) -> FieldNode:
    node = one.nodes[0]
    return FieldNode(
        name=node.name,
        alias=node.alias,
        arguments=node.arguments,
        directives=(),
        selection_set=rest.selections(),
    )


def document_of(rest: Rest, operation: OperationDefinitionNode, whole: DocumentNode) -> DocumentNode:
    """Write the document of what is left of an operation."""
    fragments: Sequence[FragmentDefinitionNode] = [
        each for each in whole.definitions if isinstance(each, FragmentDefinitionNode)
    ]
    left = OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=operation.directives,
        selection_set=rest.selections(),
        loc=operation.loc,
    )
    return DocumentNode(definitions=(left, *fragments))
