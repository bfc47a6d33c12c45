"""Many streets of one district whose histories go on side by side, so that thousands of them cost minutes."""

import asyncio
import itertools
import random
import uuid
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from authz.context import OperationContext
from schema.applications.tables import Application
from schema.designations.tables import Designation, DesignationChange
from schema.units.repository.counters import count_names
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database
from tests.builders.district import District
from tests.consequences.world import (
    CODES,
    TITLED,
    Outcome,
    World,
    compare,
    open_district,
    random_event,
    street_rows,
)

HANDS = 8
"""How many do something at once: reporters, reviewers and the worker whose nights pass meanwhile."""


@dataclass(slots=True)
class Town:
    """One district and its streets; every street's names are given under a version of its own choice."""

    worlds: Sequence[World]
    hands: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(HANDS))

    @classmethod
    async def found(
        cls, database: Database, streets: int, chance: random.Random, version: int | None = None
    ) -> "Town":
        """Build so many streets, all of whose units bear names, given under one version or any."""
        town = await cls.settled(*await open_district(database), streets)
        await town.name_all(chance, version)
        return town

    @classmethod
    async def settled(
        cls, district: District, commission: OperationContext, versions: Sequence[uuid.UUID], streets: int
    ) -> "Town":
        """Build so many streets, none of whose units bears a name."""
        at = [{code: f"W{serial}-{code}" for code in CODES} for serial in range(streets)]
        await district.import_units(*itertools.chain.from_iterable(street_rows(codes) for codes in at))
        async with commission.read() as session:
            units = {unit.code: unit for unit in await session.scalars(select(Unit))}
        worlds = [
            World(district, commission, versions, {code: units[street[code]] for code in CODES})
            for street in at
        ]
        return cls(worlds)

    async def pass_round(self, chance: random.Random) -> None:
        """Let something happen in every street, by many hands in any order; then perhaps days go by."""
        works = list(itertools.chain.from_iterable(deeds(world, chance) for world in self.worlds))
        if chance.random() < 0.3:
            works.append(self.worlds[0].sweep())
        if chance.random() < 0.3:
            works.append(self.worlds[0].rejudge(chance.randrange(len(self.worlds[0].versions))))
        chance.shuffle(works)
        await asyncio.gather(*[self._by_hand(work) for work in works])
        if chance.random() < 0.6:
            self.worlds[0].district.clock.forward(chance.randint(1, 6))

    async def outcomes(self) -> list[Outcome]:
        """Let the night pass, then hold every street against a replay of its history from scratch."""
        await self.worlds[0].sweep()
        return [await compare(world) for world in self.worlds]

    async def _by_hand(self, work: Awaitable[object]) -> None:
        async with self.hands:
            await work

    async def name_all(self, chance: random.Random, number: int | None) -> None:
        """Write the names as the last review would, without the paperwork, all at once."""
        commission, shifts = self.worlds[0].commission, {}
        names, applied = list[Designation | DesignationChange](), list[Application]()
        async with commission.begin() as session:
            for world in self.worlds:
                version = world.versions[number] if number is not None else chance.choice(world.versions)
                for code in reversed(TITLED):
                    unit, now = world.units[code], commission.clock()
                    application = Application(
                        id=new_id(),
                        unit_id=unit.id,
                        guideline_version_id=version,
                        process="B-W1",
                        created_by=commission.actor.id,
                        created_at=now,
                        step_entered_at=now,
                    )
                    session.add(application)
                    applied.append(application)
                    name = Designation(
                        id=new_id(),
                        unit_id=unit.id,
                        application_id=application.id,
                        guideline_version_id=version,
                        number=unit.code,
                        title="无疫单元",
                        named_on=world.today,
                        public_from=world.today,
                    )
                    given = DesignationChange(
                        designation_id=name.id,
                        ordinal=1,
                        change="named",
                        cause="NAMED",
                        effective_on=world.today,
                        at=now,
                    )
                    names += (name, given)
                    shifts[unit.path, unit.kind] = (1, 1)
            await session.flush()
            for application in applied:
                application.status, application.step = "approved", None
                application.closed_at = application.created_at
            session.add_all(names)
            await session.flush()
            await count_names(session, shifts)


def deeds(world: World, chance: random.Random) -> Iterator[Awaitable[object]]:
    """Choose what happens in a street: events become known, a unit is named anew, one is assessed, or nothing."""
    what = chance.choices(("events", "name", "assess", "nothing"), weights=(60, 12, 8, 20))[0]
    if what == "events":
        for _ in range(chance.choice((1, 1, 2, 3))):
            yield random_event(world, chance)
    elif what == "name":
        yield world.name(chance.choice(TITLED), chance.randrange(len(world.versions)))
    elif what == "assess":
        yield world.assess(chance.choice(("C", "X1", "X2")))
