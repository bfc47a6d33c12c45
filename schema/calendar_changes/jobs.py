"""What happens when the country's calendar becomes known, and before deadlines are answered for."""

from datetime import date

from schema.calendar_changes.operations import recount_outdated
from schema.escalations import jobs as escalations
from schema.frame.operation import Transaction


async def sweep_calendar(tx: Transaction, _today: date) -> int:
    """Count the open clocks again that were counted by another national calendar; tell how many."""
    return await recount_outdated(tx)


async def sweep_deadlines(tx: Transaction, today: date) -> int:
    """Climb the rungs of deadlines that were reached by today, each counted by the calendar known now."""
    await recount_outdated(tx)
    return await escalations.sweep_deadlines(tx, today)
