"""Documents: parsed, bounded and validated once, then found again by their text."""

from collections.abc import Iterator
from dataclasses import dataclass

from cachetools import LRUCache
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from api.bounds import Bounds, check_bounds, limit_exceeded

RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
ERROR_LIMIT = 5


class UnknownOperationError(GraphQLError):
    """The request does not say which of the document's operations is meant, or names none of them."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document, and the fields of the root it asks for."""

    node: OperationDefinitionNode
    root_fields: frozenset[str]

    @property
    def name(self) -> str | None:
        """Give the operation's name, if it has one."""
        return self.node.name.value if self.node.name else None

    @property
    def kind(self) -> str:
        """Tell `query` from `mutation`."""
        return self.node.operation.value


@dataclass(frozen=True, slots=True)
class Document:
    """A document that may be executed, unless it has errors."""

    ast: DocumentNode | None
    size: int
    operations: tuple[Operation, ...] = ()
    errors: tuple[GraphQLError, ...] = ()

    def operation(self, name: str | None) -> Operation:
        """Choose the operation to run; two operations without a name are refused, never guessed."""
        if name is None and len(self.operations) == 1:
            return self.operations[0]
        if name is None:
            raise UnknownOperationError("Must provide operation name if query contains multiple operations.")
        for operation in self.operations:
            if operation.name == name:
                return operation
        raise UnknownOperationError("Unknown operation name.")


class DocumentStore:
    """Reads documents for one schema; the latest stay parsed, up to `cache_bytes` of source text."""

    def __init__(
        self, schema: GraphQLSchema, bounds: Bounds, *, hide_suggestions: bool, cache_bytes: int
    ) -> None:
        self.schema = schema
        self.bounds = bounds
        self.hide_suggestions = hide_suggestions
        self._kept: LRUCache[str, Document] = LRUCache(cache_bytes, getsizeof=lambda document: document.size)

    def read(self, source: str) -> Document:
        """Return the document of this text with everything that is wrong with it."""
        kept = self._kept.get(source)
        if kept is None:
            kept = self._prepare(source)
            if kept.size <= self._kept.maxsize:
                self._kept[source] = kept
        return kept

    def _prepare(self, source: str) -> Document:
        size = len(source.encode())
        if size > self.bounds.document_bytes:
            return Document(None, size, errors=(limit_exceeded("bytes", self.bounds.document_bytes, size),))
        try:
            ast = parse(source, max_lexical_tokens=self.bounds.tokens, max_comments=self.bounds.tokens)
        except GraphQLError as error:
            return Document(None, size, errors=(error,))
        _take_apart(ast)
        errors = check_bounds(ast, self.bounds) or validate(
            self.schema, ast, RULES, max_errors=ERROR_LIMIT, hide_suggestions=self.hide_suggestions
        )
        return Document(ast, size, tuple(_operations(ast)), tuple(errors[:ERROR_LIMIT]))


def _take_apart(ast: DocumentNode) -> None:
    """Unlink the tokens of a document, which form a ring: what is dropped goes at once, not with the next collection.

    The collector looks seldom at what has lived for a while, and each document nobody asks for again is ten kilobytes.
    Places in the text are told by the tokens that nodes begin and end with; nobody follows them to the next.
    """
    token = ast.loc.start_token if ast.loc is not None else None
    while token is not None:
        following = token.next
        token.prev = token.next = None
        token = following


def _operations(ast: DocumentNode) -> Iterator[Operation]:
    fragments = {
        definition.name.value: definition
        for definition in ast.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    for definition in ast.definitions:
        if isinstance(definition, OperationDefinitionNode):
            yield Operation(definition, frozenset(_root_fields(definition.selection_set, fragments)))


def _root_fields(selection: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> Iterator[str]:
    """Name the fields a selection asks of its own type, through fragments, each of which is entered once."""
    stack, entered = [*selection.selections], set[str]()
    while stack:
        node = stack.pop()
        if isinstance(node, FieldNode):
            yield node.name.value
        elif isinstance(node, InlineFragmentNode):
            stack.extend(node.selection_set.selections)
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in entered:
            entered.add(node.name.value)
            fragment = fragments.get(node.name.value)
            stack.extend(fragment.selection_set.selections if fragment else ())
