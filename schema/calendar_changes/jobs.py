"""What happens when the country's calendar becomes known."""

from datetime import date

from schema.calendar_changes.operations import recount_outdated
from schema.frame.operation import Transaction


async def sweep_calendar(tx: Transaction, _today: date) -> int:
    """Count the open clocks again that were counted by another national calendar; tell how many."""
    return await recount_outdated(tx)
