"""All hands at once: events, trees, findings, rolls, validity and nights (open questions 7 and 21)."""

import random

from tenants.database import Database
from tests.consequences.wide import found, night, play, require_sound


async def test_every_place_agrees_and_no_compound_stands_without_its_buildings(database: Database) -> None:
    chance = random.Random(7)
    streets = await found(database, 6, chance)
    for _ in range(3):
        for street in streets:
            await play(street, chance, 3)
        await night(streets[0])
        for street in streets:
            assert await require_sound(street)
        streets[0].world.district.clock.forward(chance.randint(1, 4))
