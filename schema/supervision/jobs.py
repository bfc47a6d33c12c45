"""What happens to names by itself, once a day."""

from datetime import date

from schema.operation import Transaction
from schema.supervision.sweeping import (
    answer_duties,
    follow_upwards,
    give_back,
    guidelines_borne,
    let_run_out,
    settle_derived,
)


async def sweep_names(tx: Transaction, today: date) -> int:
    """Let names run out, answer duties missed and made up, and follow that upwards; tell how many names changed.

    Run again on the same day it changes nothing.
    """
    guidelines = await guidelines_borne(tx)
    expired = await let_run_out(tx, today)
    fallen, lifted = await answer_duties(tx, guidelines, today)
    above = await follow_upwards(tx, [*expired, *fallen], guidelines, today)
    restored = await give_back(tx, guidelines, today)
    return len(expired) + len(fallen) + lifted + above + restored + await settle_derived(tx, today)
