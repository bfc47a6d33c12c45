"""Loads the routine work done in units and above them: what was done for the compound was done for its buildings."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from schema.criteria.loading.lines import HORIZON, over
from schema.criteria.rules.facts import TestRoundFact
from schema.units.repository.facts import logs_above
from schema.units.tables import UnitLog
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class Routine:
    """The days of each kind of work, and the rounds of tests, both the earliest first."""

    days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    rounds: tuple[TestRoundFact, ...] = ()


async def load_routine(session: Session, paths: Collection[str], on: date) -> Mapping[str, Routine]:
    """Load the last year's work of the units at some paths."""
    rows = await logs_above(session, paths, on - HORIZON, on)
    return {path: _sorted(logs) for path, logs in over(rows, paths).items()}


def _sorted(logs: Sequence[UnitLog]) -> Routine:
    days: dict[str, list[date]] = defaultdict(list)
    for log in logs:
        days[log.kind].append(log.performed_on)
    rounds = tuple(
        TestRoundFact(on=log.performed_on, due=log.people_due or 0, tested=log.people_tested or 0)
        for log in logs
        if log.kind == "test_round"
    )
    return Routine({kind: tuple(each) for kind, each in days.items()}, rounds)
