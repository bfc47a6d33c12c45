"""Loads the routine work done in units and above them: what was done for the compound was done for its buildings."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from schema.criteria.loading.lines import over
from schema.criteria.rules.facts import HORIZON, TestRoundFact
from schema.units.repository.facts import Work, logs_above
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class Routine:
    """The days of each kind of work, and the rounds of tests, both the earliest first."""

    days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    rounds: tuple[TestRoundFact, ...] = ()


async def load_routine(session: Session, paths: Collection[str], on: date) -> Mapping[str, Routine]:
    """Load the last year's work of the units at some paths."""
    rows = await logs_above(session, paths, on - HORIZON, on)
    return {path: _sorted(done) for path, done in over(rows, paths).items()}


def _sorted(done: Sequence[Work]) -> Routine:
    days: dict[str, list[date]] = defaultdict(list)
    for each in done:
        days[each.kind].append(each.on)
    rounds = tuple(
        TestRoundFact(on=each.on, due=each.due or 0, tested=each.tested or 0)
        for each in done
        if each.kind == "test_round"
    )
    return Routine({kind: tuple(found) for kind, found in days.items()}, rounds)
