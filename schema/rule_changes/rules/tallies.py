"""A rule change as a person reads it: how many names were judged, and what befell how many, by kind and by cause."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schema.designations.rules import Cause, Standing

KEPT = "rejudged"
"""What befell a name that stands under the new version as it stood before."""
_RANK: Mapping[Standing, int] = {
    Standing.ACTIVE: 0,
    Standing.WARNED: 1,
    Standing.SUSPENDED: 2,
    Standing.EXPIRED: 3,
    Standing.REVOKED: 4,
}
_FALLS = ("warned", "suspended", "revoked")


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a name in the end: from which standing to which, by which change, cause and clause."""

    kind: str
    before: Standing
    after: Standing
    change: str
    cause: Cause
    clause: str | None

    @classmethod
    def kept(cls, kind: str, standing: Standing) -> "Judged":
        """Say that a name stands as before."""
        return cls(kind, standing, standing, KEPT, Cause.RULE_CHANGED, None)

    @property
    def is_loss(self) -> bool:
        """Tell whether the name stands worse than before."""
        return _RANK[self.before] < _RANK[self.after]


@dataclass(frozen=True, slots=True)
class Count:
    """So many names of a kind to which the same happened for the same cause."""

    kind: str
    change: str
    cause: Cause
    clause: str | None
    names: int


def add_up(judged: Iterable[Judged], known: Sequence[Count] = ()) -> list[Count]:
    """Count names by kind, change, cause and clause, on top of what was counted before."""
    counts: Counter[tuple[str, str, Cause, str | None]] = Counter()
    for each in known:
        counts[each.kind, each.change, each.cause, each.clause] += each.names
    for name in judged:
        told = name if name.before is not name.after else Judged.kept(name.kind, name.after)
        counts[name.kind, told.change, told.cause, told.clause] += 1
    order = sorted(counts.items(), key=lambda each: (each[0][0], each[0][1], each[0][2], each[0][3] or ""))
    return [Count(*key, names) for key, names in order]


def falling_in(counts: Iterable[Count]) -> int:
    """Count the names that fell or were warned."""
    return sum(each.names for each in counts if each.change in _FALLS)


def returning_in(counts: Iterable[Count]) -> int:
    """Count the names that came back."""
    return sum(each.names for each in counts if each.change == "restored")


def counts_from(tally: Sequence[Mapping[str, Any]]) -> list[Count]:
    """Read counts as they are kept."""
    return [
        Count(each["kind"], each["change"], Cause(each["cause"]), each["clause"], each["names"])
        for each in tally
    ]
