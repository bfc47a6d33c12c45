"""What a loader batch read, and what it read beside it for other batches: one message, where there would be two."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Loaded(dict[K, V]):
    """The rows of a batch by key; `beside` holds, by their batch functions, rows others may ask for next."""

    beside: Mapping[Callable[..., Any], Mapping[Any, Any]]

    def __init__(self, rows: Mapping[K, V], beside: Mapping[Callable[..., Any], Mapping[Any, Any]]) -> None:
        super().__init__(rows)
        self.beside = beside
