"""How often the garbage collector looks at what lives long."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 50_000
"""Objects made before the youngest are looked at; an operation on ten thousand names makes some millions."""
OLDER = (10, 5)
"""How many rounds over the younger ones come before one over the older: what plans and documents leave that nobody asks
for again are rings, and wait for it."""


def slow_collector() -> None:
    """Let the collector look seldom."""
    gc.set_threshold(YOUNG, *OLDER)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Import much while the collector rests; of what is there afterwards it looks at nothing any more.

    Nearly nothing of it is ever garbage, and looking for that took a tenth of a start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def spare_collector() -> None:
    """Keep the collector from walking again and again through what stays: call once, when all is imported.

    What is there now is never looked at any more, and what an operation makes seldom before it is done with it. One of
    a hundred objects may be garbage by now; to find them would take longer than all else a start does by itself.
    """
    slow_collector()
    gc.freeze()
