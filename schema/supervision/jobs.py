"""What happens to names by itself, once a day."""

from datetime import date

from schema.frame.operation import Transaction
from schema.supervision.operations import (
    answer_duties,
    answer_rates,
    climb_ladder,
    end_dropped,
    follow_upwards,
    give_back,
    guidelines_borne,
    let_run_out,
    settle_derived,
)


async def sweep_names(tx: Transaction, today: date) -> int:
    """Let names run out and derived titles end, answer duties, figures and findings; tell how many changed.

    What that does to the names above is followed. Run again on the same day it changes nothing.
    """
    guidelines = await guidelines_borne(tx)
    expired = await let_run_out(tx, today) + await end_dropped(tx, today)
    fallen, changed = await answer_duties(tx, guidelines, today)
    short, figured = await answer_rates(tx, guidelines, today)
    found, answered = await climb_ladder(tx, guidelines, today)
    above = await follow_upwards(tx, expired + fallen + short + found, guidelines, today)
    restored = await give_back(tx, guidelines, today)
    settled = await settle_derived(tx, today)
    return len(expired) + changed + figured + answered + above + restored + settled
