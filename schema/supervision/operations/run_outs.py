"""Names that are over when a day has passed: their validity ran out, or nothing is there to derive them from."""

from datetime import date, timedelta

from schema.designations.operations.settling import settle_designations
from schema.designations.repository import sweeps
from schema.designations.rules import Cause, Change
from schema.frame.operation import Transaction
from schema.guidelines.repository import find_current_edition
from schema.supervision.operations.settling import AT_ONCE, Below, settlement_of


async def let_run_out(tx: Transaction, today: date) -> list[Below]:
    """Let names expire whose last day has passed; each ends the day after it, however late this is noticed."""
    lost: list[Below] = []
    while names := await sweeps.lock_run_out(tx.session, today, AT_ONCE):
        await settle_designations(
            tx,
            [
                settlement_of(
                    name,
                    Change.EXPIRED,
                    Cause.VALIDITY_ENDED,
                    None,
                    (name.valid_until or today) + timedelta(1),
                )
                for name in names
            ],
        )
        lost += [(name.parent_id, name.kind) for name in names]
    return lost


async def end_dropped(tx: Transaction, today: date) -> list[Below]:
    """End the derived titles the guideline in force no longer has; if it has them again, they are given anew."""
    edition = await find_current_edition(tx.session, today)
    if edition is None:
        return []
    kept = {rule.unit_kind for rule in edition.guideline.derived_titles}
    lost: list[Below] = []
    while names := await sweeps.lock_dropped(tx.session, kept, AT_ONCE):
        ended = [settlement_of(name, Change.EXPIRED, Cause.TITLE_DROPPED, None, today) for name in names]
        await settle_designations(tx, ended)
        lost += [(name.parent_id, name.kind) for name in names]
    return lost
