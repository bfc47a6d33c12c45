"""Lanes: how many tenants a worker does jobs for at once, and whose turn it is.

A tenant has one place in a lane however many jobs it has, and who was served longest ago is served first: a flood
in one district makes nobody else wait. Slow jobs have a lane of their own, so that mail does not wait for them.
"""

from collections.abc import Collection, Iterable
from itertools import count

from schema.frame.background import JobKind


class Lane:
    """Places for one class of jobs."""

    def __init__(self, kinds: Iterable[JobKind], places: int) -> None:
        self.kinds = {kind.name: kind for kind in kinds}
        self.places = places
        self.serving: set[str] = set()
        self._turns = count(1)
        self._served: dict[str, int] = {}

    @property
    def full(self) -> bool:
        """Tell whether every place is taken."""
        return len(self.serving) >= self.places

    def in_turn(self, slugs: Collection[str]) -> list[str]:
        """Order tenants that wait by when they were last served; leave out those being served."""
        return sorted(set(slugs) - self.serving, key=lambda slug: (self._served.get(slug, 0), slug))

    def enter(self, slug: str) -> None:
        """Give a tenant a place."""
        self.serving.add(slug)
        self._served[slug] = next(self._turns)

    def leave(self, slug: str) -> None:
        """Take the place back."""
        self.serving.discard(slug)


def lanes_for(kinds: Collection[JobKind], slots: int) -> tuple[Lane, Lane]:
    """Make the lane of quick jobs and that of slow ones, which has half the places."""
    slow = [kind for kind in kinds if kind.slow]
    return Lane([kind for kind in kinds if not kind.slow], slots), Lane(slow, max(1, slots // 2))
