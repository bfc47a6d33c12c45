"""What is written down of the house: the contracts, and the wings, rooms and tables of ARCHITECTURE.md."""

import re
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
GROUND = ("frame", "plans")
"""Packages of schema that are no nouns: what all stand on, and the compiler of reads."""
ABOVE = ("root", "migrations", "catalogues", "metadata")


@dataclass(frozen=True)
class Contracts:
    """The contracts of `.importlinter`, as far as they list modules."""

    text: ConfigParser

    @classmethod
    def of(cls, root: Path = ROOT) -> "Contracts":
        text = ConfigParser()
        text.read(root / ".importlinter", encoding="utf-8")
        return cls(text)

    def _listed(self, contract: str, key: str) -> list[str]:
        return self.text[f"importlinter:contract:{contract}"][key].split("\n")[1:]

    def layers(self, contract: str) -> list[list[str]]:
        """List the layers from the bottom up, each with its modules."""
        return [re.findall(r"\w+", line) for line in reversed(self._listed(contract, "layers"))]

    @property
    def nouns(self) -> list[str]:
        """List the nouns from the bottom up."""
        named = [name for layer in self.layers("nouns") for name in layer]
        return [name for name in named if name not in (*GROUND, *ABOVE)]

    @property
    def rooms(self) -> list[str]:
        """List the rooms of a noun from the bottom up."""
        return [name for layer in self.layers("rooms") for name in layer]

    @property
    def furnished(self) -> set[str]:
        """Name the nouns whose rooms are watched."""
        return {name.removeprefix("schema.") for name in self._listed("rooms", "containers")}


def wings(root: Path = ROOT) -> dict[str, list[str]]:
    """Read the wings and their nouns, from the bottom up, as ARCHITECTURE.md tells them."""
    rows = _rows(root, "| wing | its nouns, from the bottom up |")
    return {row[0]: re.findall(r"`(\w+)`", row[1]) for row in rows}


def rooms(root: Path = ROOT) -> list[str]:
    """Read the canonical rooms, from the bottom up, as ARCHITECTURE.md tells them."""
    return [
        name for row in _rows(root, "| room | what lies in it |") for name in re.findall(r"`(\w+)`", row[0])
    ]


def kept_tables(root: Path = ROOT) -> set[str]:
    """Read the names of the tables ARCHITECTURE.md tells the state of."""
    return {name for row in _rows(root, "| state | rows |") for name in re.findall(r"`(\w+)`", row[1])}


def _rows(root: Path, head: str) -> list[list[str]]:
    lines = (root / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(head)) + 2
    table = lines[
        start : next(at for at, line in enumerate(lines) if at >= start and not line.startswith("|"))
    ]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
