"""Pairs of deeds done in both orders: changes of the tree, of what is known of an event, of the rules, and voidings.

Whatever comes first, names end in the same standing on the same grounds (open questions 7 and 21).
"""

import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from authz.actions import Role
from tenants.database import Database
from tests.consequences.deeds import Deed, Street, done
from tests.consequences.town import Town


@dataclass(frozen=True, slots=True)
class Known:
    """An event of a kind in a unit, of so many days ago."""

    kind: str
    at: str
    days_ago: int


NOTHING = Known("close_contact", "B", 0)
"""What is known where nothing is said of an event."""
Make = Callable[[Street, Known], Deed]
TREE: Mapping[str, Make] = {
    "split X1-1": lambda street, _: lambda: street.split("X1-1"),
    "split X1-2": lambda street, _: lambda: street.split("X1-2"),
    "split X2-1": lambda street, _: lambda: street.split("X2-1"),
    "split X1": lambda street, _: lambda: street.split("X1"),
    "merge X1-1 X1-2": lambda street, _: lambda: street.merge("XM", "X1-1", "X1-2"),
    "merge X1 X2": lambda street, _: lambda: street.merge("XN", "X1", "X2"),
    "move X1-1 X2": lambda street, _: lambda: street.move("X1-1", "X2"),
    "move X1-2 X2": lambda street, _: lambda: street.move("X1-2", "X2"),
    "move X2-1 X1": lambda street, _: lambda: street.move("X2-1", "X1"),
    "move X1-1 C": lambda street, _: lambda: street.move("X1-1", "C"),
    "move B X1": lambda street, _: lambda: street.move("B", "X1"),
    "recode X1-1": lambda street, _: lambda: street.recode("X1-1"),
    "recode X2-1": lambda street, _: lambda: street.recode("X2-1"),
    "recode X1": lambda street, _: lambda: street.recode("X1"),
}
NEWS: Mapping[str, Make] = {
    "reported": lambda street, known: lambda: street.report(known.at, known.kind, known.days_ago),
    "closed": lambda street, _: lambda: street.world.close(0, 0),
    "another kind": lambda street, known: lambda: street.world.correct(0, known.at, "home_quarantine", 1),
    "another place": lambda street, _: lambda: street.world.correct(0, "X1-2", "close_contact", 1),
    "excluded": lambda street, _: lambda: street.world.exclude(0),
}
VOID: Mapping[str, Make] = {
    "void X1-1": lambda street, _: lambda: street.void("X1-1"),
    "void X2-1": lambda street, _: lambda: street.void("X2-1"),
    "void X1": lambda street, _: lambda: street.void("X1"),
}
DEEDS: Mapping[str, Make] = {**TREE, **NEWS, **VOID}
RULES: Mapping[str, int] = {"rule revoke": 1, "rule none": 2, "rule recompute": 3}
"""Versions all names of a district come under at once."""
AT_ONCE = 20
"""So many pairs are done in one district."""
KINDS = ("close_contact", "case", "temporary_control_zone")
BEFORE = (
    None,
    Known("close_contact", "X1-1", 0),
    Known("case", "X1-1", 1),
    Known("close_contact", "X2-1", 1),
)
"""What is known of an event before two changes of the tree."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two deeds, and the event that is known before or becomes known by one of them."""

    one: str
    other: str
    known: Known | None = None

    @property
    def rule(self) -> int | None:
        """Tell which version the names come under by the second deed, if that is what it is."""
        return RULES.get(self.other)

    @property
    def reports(self) -> bool:
        """Tell whether the event becomes known by one of the deeds."""
        return "reported" in {self.one, self.other}

    @property
    def joined(self) -> bool:
        """Tell whether which of two deeds brought a loss below is of no account: either may have come first."""
        return self.other not in NEWS or self.one in VOID

    def deeds(self, street: Street) -> Sequence[Deed]:
        """Give the deeds in a street; a change of the rules is everybody's, and left out."""
        made = (DEEDS[each] for each in (self.one, self.other) if each in DEEDS)
        return [make(street, self.known or NOTHING) for make in made]


def pairs() -> Iterator[Pair]:
    """List all pairs, those of two trees last."""
    known = [Known(*each) for each in product(KINDS, ("X1-1", "X2-1"), (0, 1))]
    yield from _with_news(known)
    yield from _with_rules(known)
    for deed, void, event in product(TREE, VOID, BEFORE[:2]):
        yield Pair(deed, void, event)
    for (one, other), event in product(combinations(TREE, 2), BEFORE):
        if not (
            one.startswith("move") and one.split()[:2] == other.split()[:2]
        ):  # where it lies is the last word's
            yield Pair(one, other, event)


def _with_news(known: Sequence[Known]) -> Iterator[Pair]:
    for news, event in product(NEWS, known):
        tree = ("split", "move", "recode", "merge X1-1 X1-2")
        for deed in TREE:
            if deed.startswith(tree) and (event.at in deed.split()[:2] or deed == "merge X1-1 X1-2"):
                yield Pair(deed, news, event)
    for news, deed, event in product(NEWS, VOID, known[::3]):
        yield Pair(deed, news, event)


def _with_rules(known: Sequence[Known]) -> Iterator[Pair]:
    for rule, deed in product(RULES, (*TREE, *NEWS)):
        if deed in TREE:
            yield from (Pair(deed, rule, event) for event in BEFORE[:3])
        else:
            for event in known[::3]:
                if (deed, event.kind) != ("reported", "case"):  # what is revoked is not there to be judged
                    yield Pair(deed, rule, event)


async def differing(database: Database, chosen: Sequence[Pair]) -> Mapping[Pair, Collection[Any]]:
    """Do pairs in both orders, each in a street of its own; give those that end otherwise, with how."""
    found: dict[Pair, Collection[Any]] = {}
    of_rule: dict[int | None, list[Pair]] = defaultdict(list)
    for pair in chosen:
        of_rule[pair.rule].append(pair)
    for rule, alike in of_rule.items():
        for start in range(0, len(alike), AT_ONCE):
            found |= await _differing(database, alike[start : start + AT_ONCE], rule)
    return found


async def _differing(database: Database, some: Sequence[Pair], rule: int | None) -> Mapping[Pair, Any]:
    town = await Town.found(database, 2 * len(some), random.Random(1), version=0)
    world = town.worlds[0]
    world.district.clock.forward(3)
    headquarters = await world.district.official(Role.HEADQUARTERS, "500110")
    streets = [Street(each, headquarters) for each in town.worlds]
    plays = list(zip(some, streets[::2], streets[1::2], strict=True))
    possible = {}
    for pair, *both in plays:
        if pair.known is not None and not pair.reports:
            for street in both:
                await street.report(pair.known.at, pair.known.kind, pair.known.days_ago)
        straight, turned = both
        possible[straight] = await done(*pair.deeds(straight))
        possible[turned] = rule is not None or await done(*reversed(pair.deeds(turned)))
    if rule is not None:
        await world.rejudge(rule, whole=True)
        for pair, _, turned in plays:
            possible[turned] = await done(*pair.deeds(turned))
        await world.rejudge(rule, whole=True)  # as the night does with names that came back since
    found = {}
    for pair, straight, turned in plays:
        if possible[straight] and possible[turned]:
            one, two = [await each.look(joined=pair.joined) for each in (straight, turned)]
            codes = [code for code in sorted({*one, *two}) if one.get(code) != two.get(code)]
            if codes:
                found[pair] = [(code, one.get(code), two.get(code)) for code in codes]
    return found


def sample(number: int, first: int = 0) -> Sequence[Pair]:
    """Choose every so manieth pair."""
    return list(itertools.islice(pairs(), first, None, number))
