"""What becomes of names by itself, as days go by: windows that ran out, losses below that were made good."""

from datetime import date

from schema.consequences.operations.lapses import heal, lapse
from schema.frame.operation import Transaction


async def sweep_lapses(tx: Transaction, today: date) -> int:
    """Give back every name nothing holds down any more; tell how many."""
    return await heal(tx, today) + await lapse(tx, today)
