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
