"""Whatever is done in whatever order, names end up standing the same, for the same reasons (open questions 7, 21)."""

from tenants.database import Database
from tests.consequences.orders import differing, sample


async def test_tree_and_events_in_both_orders(database: Database) -> None:
    """A contact that is closed before a split, or after it: the compound waits for its buildings to be named."""
    found = await differing(database, sample(41))
    assert not found, "\n".join(f"{pair}: {how}" for pair, how in found.items())
