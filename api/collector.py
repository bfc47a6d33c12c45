"""How often the garbage collector looks at what lives long."""

import gc

YOUNG = 50_000
"""Objects made before the youngest are looked at; an operation on ten thousand names makes some millions."""


def spare_collector() -> None:
    """Keep the collector from walking again and again through what stays: call once, when all is imported.

    What is there now is never looked at any more, and what an operation makes seldom before it is done with it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
