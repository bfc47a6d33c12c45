"""Whoever changes officials does so in turn, and must still be who they were when the turn came."""

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from authz.table import Denial
from schema.frame.operation import Transaction
from schema.frame.refusals import denied
from schema.officials import repository as officials


async def take_turn(tx: Transaction) -> None:
    """Wait for whoever changes officials at once; refuse who may not, or was left without the role meanwhile."""
    grant = tx.authorize(Action.OFFICIAL_CHANGE, WHOLE_DISTRICT)
    await officials.take_turn(tx.session)
    tx.turn_has_come()
    if not await officials.still_held(tx.session, grant.membership_id, tx.now):
        raise denied(Denial.NO_RULE)
