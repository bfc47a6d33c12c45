"""What is known of units by their codes, which are one whatever their case and width."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from schema.frame.text import code_key

V = TypeVar("V")


class ByCode(Mapping[str, V]):
    """What is known by code: found however the code is written, listed as it was written first."""

    def __init__(self, known: Mapping[str, V] | None = None) -> None:
        self._known: dict[str, tuple[str, V]] = {}
        for code, value in (known or {}).items():
            self[code] = value

    def __getitem__(self, code: str) -> V:
        return self._known[code_key(code)][1]

    def __setitem__(self, code: str, value: V) -> None:
        key = code_key(code)
        written = self._known[key][0] if key in self._known else code
        self._known[key] = (written, value)

    def __iter__(self) -> Iterator[str]:
        return (written for written, _ in self._known.values())

    def __len__(self) -> int:
        return len(self._known)

    def setdefault(self, code: str, value: V) -> None:
        """Keep a value for a code that has none."""
        self._known.setdefault(code_key(code), (code, value))
