"""Figures of the house: how much lies outside its rooms, who builds statements, how large things are."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from tests.structure.code import Module
from tests.structure.plan import Contracts

BUILDERS = frozenset({"select", "insert", "update", "delete", "union_all", "values", "exists", "aliased"})


@dataclass(frozen=True)
class Sizes:
    """Median, ninth tenth and largest of some lengths in lines."""

    median: int
    ninth_tenth: int
    largest: int

    @classmethod
    def of(cls, lengths: Sequence[int]) -> "Sizes":
        return cls(round(median(lengths)), round(quantiles(lengths, n=10)[8]), max(lengths))


def outside_rooms(modules: Sequence[Module], contracts: Contracts) -> list[Module]:
    """List the modules of nouns that lie in no canonical room."""
    return [each for each in modules if each.room is not None and each.room not in contracts.rooms]


def names_of_rooms(modules: Sequence[Module]) -> Counter[str]:
    """Count in how many nouns each name of a room occurs."""
    return Counter(room for _, room in {(each.noun, each.room) for each in modules if each.room})


def builds_statements(module: Module) -> bool:
    """Tell whether a module imports what statements are built of."""
    return any(
        name.startswith("sqlalchemy.") and name.split(".")[-1] in BUILDERS for name in module.imports()
    )


def readers_of(modules: Sequence[Module], table: str) -> list[Module]:
    """List the modules that build statements and import a mapped class by its dotted name."""
    return [each for each in modules if builds_statements(each) and table in set(each.imports())]


def mutations(modules: Sequence[Module]) -> Iterator[tuple[str, str]]:
    """Give each mutation with the noun it lies in."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.AsyncFunctionDef) and module.noun is not None:
                decorators = {ast.unparse(each) for each in node.decorator_list}
                if "strawberry.mutation" in decorators:
                    yield node.name, module.noun


def deeds(modules: Sequence[Module]) -> dict[str, str]:
    """Tell by its name in which noun each operation lies."""
    return {
        node.name: module.noun
        for module in modules
        if module.noun is not None
        for node in ast.walk(module.tree)
        if isinstance(node, ast.AsyncFunctionDef)
        and any(ast.unparse(each).startswith("operation(") for each in node.decorator_list)
    }


def functions(modules: Sequence[Module]) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List all functions and methods."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for module in modules for node in ast.walk(module.tree) if isinstance(node, kinds)]


def sizes(modules: Sequence[Module]) -> tuple[Sizes, Sizes, int]:
    """Give the lengths of files and of functions, and the share of public functions with a docstring in percent."""
    files = [len(each.path.read_text(encoding="utf-8").splitlines()) for each in modules]
    found = functions(modules)
    public = [node for node in found if not node.name.startswith("_")]
    told = sum(ast.get_docstring(node) is not None for node in public)
    lengths = [(node.end_lineno or node.lineno) - node.lineno + 1 for node in found]
    return Sizes.of([size for size in files if size > 1]), Sizes.of(lengths), round(100 * told / len(public))
