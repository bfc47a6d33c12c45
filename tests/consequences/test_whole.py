"""Whatever happens, names stand as a model written from the texts says (B-a … B-f, B-k, B-M4; questions 1, 7, 21)."""

import random

from tenants.database import Database
from tests.consequences.whole import play


async def test_streets_in_which_everything_happens_stand_as_the_model_says(database: Database) -> None:
    """Events, moves, splits, mergers, findings, living rolls, validity and nights; `play` compares after each night."""
    streets = await play(database, 6, random.Random(20221120))
    done = {line.split()[1] for street in streets for line in street.log}
    assert {"night", "named", "report", "household"} <= done
