"""Every pair of a change of the tree and something that becomes known of an event, done in both orders."""

import itertools
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from authz.actions import Role
from tenants.database import Database
from tests.consequences.deeds import Deed, Street, done
from tests.consequences.town import Town

TREE: Mapping[str, Callable[[Street, str], Deed]] = {
    "split": lambda street, at: lambda: street.split(at),
    "merger": lambda street, _: lambda: street.merge("XM", "X1-1", "X1-2"),
    "move": lambda street, at: lambda: street.move(at, "X2" if at == "X1-1" else "X1"),
    "recoding": lambda street, at: lambda: street.recode(at),
}
KNOWN: Mapping[str, Callable[[Street, str], Deed]] = {
    "closed": lambda street, _: lambda: street.world.close(0, 0),
    "another kind": lambda street, at: lambda: street.world.correct(0, at, "home_quarantine", 1),
    "another place": lambda street, _: lambda: street.world.correct(0, "X1-2", "close_contact", 1),
    "excluded": lambda street, _: lambda: street.world.exclude(0),
}
AT_ONCE = 20
"""So many pairs are done in one district."""
KINDS = ("close_contact", "case", "temporary_control_zone")


@dataclass(frozen=True, slots=True)
class Pair:
    """A change of the tree at a building, and what becomes known of an event in it, of so many days ago."""

    tree: str
    known: str
    kind: str
    at: str
    days_ago: int

    def deeds(self, street: Street) -> tuple[Deed, Deed]:
        """Give both deeds in a street."""

        async def reported() -> None:
            await street.world.report(self.at, self.kind, self.days_ago, quarantined=False)

        known = KNOWN[self.known](street, self.at) if self.known in KNOWN else reported
        return TREE[self.tree](street, self.at), known


def pairs() -> Iterator[Pair]:
    """List all pairs; the second compound has one building only."""
    for tree, known, kind, at, days_ago in product(
        TREE, ("reported", *KNOWN), KINDS, ("X1-1", "X2-1"), (0, 1)
    ):
        if (tree, at) != ("merger", "X2-1"):
            yield Pair(tree, known, kind, at, days_ago)


async def differing(database: Database, chosen: Sequence[Pair]) -> Mapping[Pair, Collection[Any]]:
    """Do pairs in both orders, each in a street of its own; give those that end otherwise, with how."""
    found: dict[Pair, Collection[Any]] = {}
    for start in range(0, len(chosen), AT_ONCE):
        some = chosen[start : start + AT_ONCE]
        town = await Town.found(database, 2 * len(some), random.Random(1), version=0)
        town.worlds[0].district.clock.forward(3)
        headquarters = await town.worlds[0].district.official(Role.HEADQUARTERS, "500110")
        streets = [Street(world, headquarters) for world in town.worlds]
        for pair, street, other in zip(some, streets[::2], streets[1::2], strict=True):
            one, two = await _play(pair, street, turned=False), await _play(pair, other, turned=True)
            if one is not None and two is not None and one != two:
                codes = sorted({*one, *two})
                found[pair] = [
                    (code, one.get(code), two.get(code)) for code in codes if one.get(code) != two.get(code)
                ]
    return found


async def _play(pair: Pair, street: Street, *, turned: bool) -> Mapping[str, Any] | None:
    if pair.known != "reported":
        await street.world.report(pair.at, pair.kind, pair.days_ago, quarantined=False)
    deeds = pair.deeds(street)
    known_before = len(street.world.events)
    possible = await done(*(reversed(deeds) if turned else deeds))
    if not possible or (pair.known == "reported" and len(street.world.events) == known_before):
        return None
    return await street.look()


def sample(number: int) -> Sequence[Pair]:
    """Choose every so manieth pair."""
    return list(itertools.islice(pairs(), 0, None, number))
