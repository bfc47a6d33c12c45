"""Whatever happens in whatever order, names stand as a replay of the history from scratch says (B-a … B-f, B-M4).

A sample of the campaign (`python -m tests.consequences.campaign`), and a state machine that finds short histories.
"""

import asyncio
import random
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from schema.designations.tables import DesignationChange
from schema.events.rules import EventKind
from schema.events.tables import HealthEventRevision
from tenants.database import Database
from tests.builders.databases import Urls
from tests.consequences.town import Town
from tests.consequences.world import CODES, TITLED, World, open_district

NUMBERS, DAYS = st.integers(0, 30), st.integers(0, 12)


async def test_random_histories_by_many_hands_stand_as_replayed(database: Database) -> None:
    """Reports, corrections, exclusions, namings, assessments, changes of rules and nights, eight at once."""
    chance = random.Random(20221120)
    town = await Town.found(database, 8, chance)
    for _ in range(5):
        await town.pass_round(chance)
    for outcome in await town.outcomes():
        outcome.require_equal()


async def test_who_waited_comes_after_whom_they_waited_for(database: Database) -> None:
    """One who was called earlier and had to wait is dated by the turn that came: in the order in which it was done."""
    world = await World.found(*await open_district(database))
    clock = world.commission.clock
    looks = iter([clock()])
    hesitant = replace(world.commission, clock=lambda: next(looks, None) or clock())
    await world.report("X1", "close_contact", 0, quarantined=False)
    world.commission, prompt = hesitant, world.commission
    assert await world.name("X2-1", 0)
    looks = iter([clock()])
    world.commission = prompt
    assert await world.name("B", 0)
    world.commission = hesitant
    await world.report("B", "close_contact", 0, quarantined=False)
    async with prompt.read() as session:
        named = (await session.scalars(select(DesignationChange.at).order_by(DesignationChange.at))).all()
        learnt = (
            await session.scalars(select(HealthEventRevision.recorded_at).order_by("recorded_at"))
        ).all()
    assert learnt[0] < named[0] < named[1] < learnt[1]


async def test_a_loss_below_that_will_end_by_itself_is_healed_by_an_assessment_before(
    database: Database,
) -> None:
    """A case suspends for eight days; the compound meets its standard on the first (seed 1011 of the campaign)."""
    world = await World.found(*await open_district(database))
    for code in ("X2-1", "X2"):
        assert await world.name(code, 3)
    await world.report("X2-1", "case", 0, quarantined=False)
    await world.assess("X2")
    outcome = await world.settle_and_compare()
    assert sorted(outcome.standings.values()) == ["suspended", "suspended"]
    outcome.require_equal()


def machine(  # noqa: C901 - a rule for each thing that may happen
    loop: asyncio.AbstractEventLoop, town: tuple[Any, Any, Any]
) -> type[RuleBasedStateMachine]:
    """Make the machine: each rule is something that may happen, and after each all must be as replayed."""

    def do(work: Coroutine[Any, Any, Any]) -> Any:
        return loop.run_until_complete(work)

    class Street(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.world = do(World.found(*town))
            do(self.world.name_all(0))

        @rule(code=st.sampled_from(CODES), kind=st.sampled_from(EventKind), days=DAYS, away=st.booleans())
        def report(self, code: str, kind: str, days: int, away: bool) -> None:
            do(self.world.report(code, kind, days, away))

        @rule(number=NUMBERS, days=DAYS)
        def close(self, number: int, days: int) -> None:
            do(self.world.close(number, days))

        @rule(number=NUMBERS, code=st.sampled_from(CODES), kind=st.sampled_from(EventKind), days=DAYS)
        def correct(self, number: int, code: str, kind: str, days: int) -> None:
            do(self.world.correct(number, code, kind, days))

        @rule(number=NUMBERS)
        def exclude(self, number: int) -> None:
            do(self.world.exclude(number))

        @rule(code=st.sampled_from(TITLED), version=st.integers(0, 3))
        def name(self, code: str, version: int) -> None:
            do(self.world.name(code, version))

        @rule(code=st.sampled_from(("C", "X1", "X2")))
        def assess(self, code: str) -> None:
            do(self.world.assess(code))

        @rule(version=st.integers(0, 3))
        def rejudge(self, version: int) -> None:
            do(self.world.rejudge(version))

        @rule(days=st.integers(1, 9))
        def wait(self, days: int) -> None:
            self.world.district.clock.forward(days)

        @invariant()
        def as_replayed(self) -> None:
            do(self.world.settle_and_compare()).require_equal()

    return Street


@contextmanager
def own_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Hypothesis drives the machine from outside of any loop."""
    loop = asyncio.new_event_loop()
    try:
        yield loop
    finally:
        loop.close()


def test_short_histories_stand_as_replayed(urls: Urls) -> None:
    with own_loop() as loop:

        async def opened() -> tuple[Database, tuple[Any, Any, Any]]:
            database = Database.open(urls.runtime, urls.platform, statement_timeout_ms=60_000)
            return database, await open_district(database)

        database, town = loop.run_until_complete(opened())
        try:
            run_state_machine_as_test(  # type: ignore[no-untyped-call]
                machine(loop, town),
                settings=settings(
                    max_examples=4,
                    stateful_step_count=8,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            loop.run_until_complete(database.dispose())
