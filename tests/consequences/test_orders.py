"""Whatever is done in whatever order, names end up standing the same, for the same reasons (open questions 7, 21)."""

import random

from authz.actions import Role
from tenants.database import Database
from tests.consequences.deeds import Street
from tests.consequences.orders import differing, sample
from tests.consequences.town import Town


async def test_two_deeds_in_both_orders(database: Database) -> None:
    """A contact that is closed before a split, or after it: the compound waits for its buildings to be named."""
    found = await differing(database, sample(41))
    assert not found, "\n".join(f"{pair}: {how}" for pair, how in found.items())


async def test_a_change_of_the_tree_revokes_nobody_at_any_level(database: Database) -> None:
    """Under a scheme that revokes for a name lost below: nobody lost anything by a fault, the community neither.

    Before, the compound was suspended and the community above it revoked.
    """
    town = await Town.found(database, 1, random.Random(1), version=1)
    (world,) = town.worlds
    street = Street(world, await world.district.official(Role.HEADQUARTERS, "500110"))
    await street.split("X1-1")
    found = {code: recorded for code, (recorded, *_) in (await street.look()).items() if recorded}
    assert found == {
        "B": ["active"],
        "C": ["suspended"],
        "X1": ["suspended"],
        "X1-2": ["active"],
        "X2": ["active"],
        "X2-1": ["active"],
    }
