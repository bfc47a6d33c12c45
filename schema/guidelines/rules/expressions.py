"""Free conditions read into a tree, to be reasoned about; what CEL has beyond the operators here is not read."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

Scalar = int | str | bool


@dataclass(frozen=True, slots=True)
class Node:
    """A literal (`is`), a fact (`fact`), a list, or an operator, with what it is applied to."""

    operator: str
    operands: tuple["Node", ...] = ()
    value: Scalar = 0


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)(?![\w.])|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<mark>&&|\|\||[<>=!]=|[-+*/%<>!?:()\[\],]))"
)
_BINDING: Mapping[str, int] = MappingProxyType(
    {
        "||": 1,
        "&&": 2,
        **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in"), 3),
        **dict.fromkeys("+-", 4),
        **dict.fromkeys("*/%", 5),
    }
)
_WORDS: Mapping[str, bool] = MappingProxyType({"true": True, "false": False})


class _UnknownError(Exception):
    pass


def read_expression(text: str) -> Node | None:
    """Read a condition that compiles; None where it uses what is not read here."""
    try:
        reader = _Reader(_tokens(text))
        tree = reader.choice()
        reader.expect("")
    except (_UnknownError, RecursionError):
        return None
    return tree


def nodes_of(tree: Node) -> Iterator[Node]:
    """List a tree's nodes."""
    yield tree
    for operand in tree.operands:
        yield from nodes_of(operand)


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _UnknownError
        kind, word = match.lastgroup, match[match.lastgroup]
        found.append(("mark" if word == "in" else kind, word))
        at = match.end()
    return [*found, ("mark", "")]


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    def choice(self) -> Node:
        """Read a whole expression, `a ? b : c` included."""
        condition = self._binary(1)
        if not self._taken("?"):
            return condition
        chosen = self._binary(1)
        self.expect(":")
        return Node("?", (condition, chosen, self.choice()))

    def expect(self, mark: str) -> None:
        """Take this mark and no other."""
        if self._tokens[self._at] != ("mark", mark):
            raise _UnknownError
        self._at += 1

    def _taken(self, mark: str) -> bool:
        if self._tokens[self._at] != ("mark", mark):
            return False
        self._at += 1
        return True

    def _binary(self, least: int) -> Node:
        left = self._unary()
        while True:
            kind, mark = self._tokens[self._at]
            binding = _BINDING.get(mark, 0) if kind == "mark" else 0
            if binding < least or not binding:
                return left
            self._at += 1
            left = Node(mark, (left, self._binary(binding + 1)))

    def _unary(self) -> Node:
        if self._taken("!"):
            return Node("!", (self._unary(),))
        if self._taken("-"):
            return Node("neg", (self._unary(),))
        return self._primary()

    def _primary(self) -> Node:
        kind, word = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return Node("is", value=int(word))
        if kind == "text":
            return Node("is", value=_unquoted(word))
        if kind == "name":
            return Node("is", value=_WORDS[word]) if word in _WORDS else Node("fact", value=word)
        if word == "(":
            inner = self.choice()
            self.expect(")")
            return inner
        if word == "[":
            return self._list()
        raise _UnknownError

    def _list(self) -> Node:
        items: list[Node] = []
        while not self._taken("]"):
            items.append(self.choice())
            if not self._taken(","):
                self.expect("]")
                break
        return Node("list", tuple(items))


def _unquoted(word: str) -> str:
    if "\\" in word:
        raise _UnknownError  # escapes of CEL are not those of anybody else
    return str(ast.literal_eval(word))
