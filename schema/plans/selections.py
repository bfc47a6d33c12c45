"""What a selection asks for: its fields by response key, through fragments and directives, merged as GraphQL merges."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
)


class Unplanned(Exception):  # noqa: N818 - it is no error: the resolvers are asked
    """A document, or a call of it, that no plan answers, and why."""


class NotForCaller(Unplanned):
    """No plan for this caller; there may be one for another."""


class FellBack(Unplanned):
    """A plan was there and gave no answer."""


class Stale(FellBack):
    """What this process knew of the tenant holds no more: it has to be learned anew."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A field that is asked for under a key; several nodes where selections merge."""

    key: str
    nodes: tuple[FieldNode, ...]

    @property
    def name(self) -> str:
        """Name the field."""
        return self.nodes[0].name.value

    @property
    def selections(self) -> list[SelectionSetNode]:
        """List the selections below it."""
        return [node.selection_set for node in self.nodes if node.selection_set is not None]


@dataclass(slots=True)
class Selections:
    """Collects selections of one document, under the values its variables have."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]

    @classmethod
    def of(cls, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> "Selections":
        """Read the fragments of a document."""
        fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        return cls(schema, fragments, variables)

    def of_type(self, sets: Iterable[SelectionSetNode], of: GraphQLObjectType) -> list[Selected]:
        """List what is asked of an object of a type, in the order of the response."""
        found: dict[str, list[FieldNode]] = {}
        entered: set[str] = set()
        for selection in sets:
            for node in self._fields(selection.selections, of, entered):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
        return [Selected(key, tuple(nodes)) for key, nodes in found.items()]

    def _fields(
        self, nodes: Sequence[SelectionNode], of: GraphQLObjectType, entered: set[str]
    ) -> Iterator[FieldNode]:
        for node in nodes:
            if not self._included(node.directives or ()):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self._applies(condition.name.value, of):
                    yield from self._fields(node.selection_set.selections, of, entered)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in entered:
                entered.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, of):
                    yield from self._fields(fragment.selection_set.selections, of, entered)

    def _applies(self, name: str, of: GraphQLObjectType) -> bool:
        condition = self.schema.get_type(name)
        if condition is of:
            return True
        return is_abstract_type(condition) and self.schema.is_sub_type(_abstract(condition), of)

    def _included(self, directives: Sequence[DirectiveNode]) -> bool:
        for directive in directives:
            if directive.name.value not in ("skip", "include"):
                raise Unplanned(f"@{directive.name.value}")
            (argument,) = directive.arguments or ()
            given = argument.value
            if isinstance(given, BooleanValueNode):
                holds = given.value
            elif isinstance(given, VariableNode) and isinstance(self.variables.get(given.name.value), bool):
                holds = self.variables[given.name.value]
            else:
                raise Unplanned(f"@{directive.name.value} of no value")
            if holds == (directive.name.value == "skip"):
                return False
        return True


def _abstract(one: object) -> GraphQLAbstractType:
    return one  # type: ignore[return-value]  # the caller looked


def object_type(type_: Any) -> GraphQLObjectType:
    """Give the object type a field is of; what may be of several types is no case for a plan."""
    named = get_named_type(type_)
    if not isinstance(named, GraphQLObjectType):
        raise Unplanned(f"{named} has several types")
    return named
