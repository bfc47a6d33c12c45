"""The modules of the schema as trees: which noun and room each lies in, and what it imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.structure.plan import GROUND, ROOT

MIGRATIONS = "migrations"


@dataclass(frozen=True)
class Module:
    """A module: its dotted name, its noun and room where it has them, and its tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def noun(self) -> str | None:
        """Name the noun it belongs to."""
        parts = self.name.split(".")
        lies_in_one = parts[0] == "schema" and len(parts) > 1 and self.path.parent.name != "schema"
        return parts[1] if lies_in_one and parts[1] not in (*GROUND, MIGRATIONS) else None

    @property
    def room(self) -> str | None:
        """Name the room it lies in; the package of a noun lies in none."""
        parts = self.name.split(".")
        return parts[2] if self.noun is not None and len(parts) > 2 else None

    def imports(self) -> Iterator[str]:
        """Name what it imports: modules, and names in modules."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module is not None:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(root: Path = ROOT, package: str = "schema") -> list[Module]:
    """Read every module of a package, migrations' versions aside."""
    return [
        Module(_name(path.relative_to(root)), path, ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted((root / package).rglob("*.py"))
        if "versions" not in path.parts
    ]


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")
