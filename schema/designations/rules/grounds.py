"""What holds a name down, and which of several grounds is told: one rule for every place that tells one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schema.designations.rules.causes import BELOW, Cause
from schema.designations.rules.standing import Standing, is_weaker


@dataclass(frozen=True, slots=True)
class Ground:
    """Something that holds a name down on a day: how it leaves it, why, by which clause and from which day.

    `key` is what it is lifted by; `clear_on` the first day it is over if nothing else happens, null while that cannot
    be said.
    """

    standing: Standing
    cause: Cause
    clause: str | None
    since: date
    key: str
    clear_on: date | None = None

    @property
    def place(self) -> tuple[bool, date, str, str]:
        """Tell its place among grounds of one standing: what is so here first, then what began first, then by name."""
        return self.cause in BELOW, self.since, self.clause or "", self.cause


def leading(grounds: Iterable[Ground]) -> Ground | None:
    """Choose the ground that is told: the strongest, and of equals the one whose place is first."""
    strongest: list[Ground] = []
    for ground in grounds:
        if not strongest or is_weaker(strongest[0].standing, ground.standing):
            strongest = [ground]
        elif ground.standing is strongest[0].standing:
            strongest.append(ground)
    return min(strongest, key=lambda each: each.place, default=None)


def together(grounds: Iterable[Ground]) -> Sequence[Ground]:
    """Join grounds of one standing, cause and clause, the told ones first: from the first day of any to the last."""
    joined: dict[tuple[Standing, Cause, str | None], Ground] = {}
    for ground in grounds:
        kind = (ground.standing, ground.cause, ground.clause)
        held = joined.get(kind)
        joined[kind] = ground if held is None else _joined(held, ground)
    left, found = list(joined.values()), list[Ground]()
    while (first := leading(left)) is not None:
        left.remove(first)
        found.append(first)
    return found


def _joined(one: Ground, other: Ground) -> Ground:
    ends = [one.clear_on, other.clear_on]
    clear = None if None in ends else max(day for day in ends if day is not None)
    return replace(min(one, other, key=lambda each: each.since), clear_on=clear)
