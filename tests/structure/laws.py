"""Laws of the house that no contract of imports can say; each gives the places that break it."""

import ast
from collections.abc import Iterator, Mapping, Sequence

from tests.structure.code import Module

MADE = frozenset({"now", "today", "utcnow", "time_ns", "urandom", "uuid1", "uuid4", "uuid7", "token_hex"})
"""Calls that make a time, a random number or an id."""

SHARED_STATEMENTS: Mapping[str, str] = {
    "schema.worklists.repository": "what awaits whom is one predicate over applications, clocks, roles and the tree",
}
"""Repositories that join another noun's table, and why; the list only shrinks."""


def clocks_in_rules(modules: Sequence[Module]) -> Iterator[str]:
    """Rules make no time, no id and no random number: whoever calls them brings these."""
    for module in modules:
        if module.room != "rules":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and _called(node.func) in MADE:
                yield f"{module.name}:{node.lineno}: {_called(node.func)}()"


def foreign_tables(modules: Sequence[Module]) -> Iterator[tuple[str, str]]:
    """A repository builds statements on its own noun's tables only: others are asked for theirs."""
    for module in modules:
        if module.room != "repository":
            continue
        for name in sorted(set(module.imports())):
            parts = name.split(".")
            if parts[0] == "schema" and parts[2:] == ["tables"] and parts[1] != module.noun:
                yield module.name, name


def statements_elsewhere(modules: Sequence[Module]) -> Iterator[str]:
    """SQLAlchemy is at home in repositories, tables, the frame, plans and migrations."""
    for module in modules:
        at_home = module.room in ("repository", "tables") or module.noun is None
        if not at_home and any(name.split(".")[0] == "sqlalchemy" for name in module.imports()):
            yield module.name


def assertions(modules: Sequence[Module]) -> Iterator[str]:
    """Nothing is asked twice so that a second answer had to be believed: no AssertionError is raised by hand."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Raise) and node.exc is not None:
                raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                if module.noun is not None and _called(raised) == "AssertionError":
                    yield f"{module.name}:{node.lineno}"


ROLE_WORDS = ("楼栋长", "社长", "物业", "社区", "街道", "卫生健康委", "卫健委", "指挥部")
"""What roles are called where no guideline says otherwise."""
WORDS = "schema.guidelines.rules.words"


def roles_by_hand(modules: Sequence[Module]) -> Iterator[str]:
    """No text calls a role by hand: a district may have named it otherwise, and the words stand in one place."""
    for module in modules:
        if module.name == WORDS:
            continue
        told = {id(each) for node in ast.walk(module.tree) for each in _descriptions(node)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield from (
                    f"{module.name}:{node.lineno}: {word}" for word in ROLE_WORDS if word in node.value
                )


def _descriptions(node: ast.AST) -> Iterator[ast.AST]:
    """Give what is written for who reads the code or the API, in English: docstrings and descriptions."""
    if isinstance(node, ast.Expr):
        yield node.value
    if isinstance(node, ast.keyword) and node.arg == "description":
        yield from ast.walk(node.value)


def _called(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def idle_resolvers(modules: Sequence[Module]) -> Iterator[str]:
    """A resolver that waits for nothing is no coroutine: each would be a task of its own, row by row."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.AsyncFunctionDef) and _resolves(node) and not _waits(node):
                yield f"{module.name}:{node.lineno}: {node.name}"


def _resolves(function: ast.AsyncFunctionDef) -> bool:
    called = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    return any(_called(each) in {"edge", "field", "mutation"} for each in called)


def _waits(function: ast.AsyncFunctionDef) -> bool:
    own = (node for statement in function.body for node in ast.walk(statement))
    return any(isinstance(node, ast.Await | ast.AsyncWith | ast.AsyncFor) for node in own)
