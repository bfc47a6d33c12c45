"""Roles over units that close end with them, and what was lent of them: nobody is left at a place that is no more."""

import uuid
from collections.abc import Collection

from schema.delegations.operations import end_lending
from schema.delegations.repository import lock_live
from schema.frame.operation import Transaction
from schema.officials import repository as officials
from schema.officials.operations.recording import touch
from schema.officials.rules import RecordKind
from schema.unit_changes.operations.telling import tell_lending, tell_role


async def end_roles(tx: Transaction, unit_ids: Collection[uuid.UUID], reason: str) -> int:
    """End the roles held over exactly these units now or later; tell those who had them, and tell how many there were.

    Whoever calls has taken the turn of those who change officials. A role that has not begun never does.
    """
    rows = await officials.lock_roles_over(tx.session, unit_ids, tx.now)
    holders = {row.official_id for row in rows}
    known = await officials.lock_all(tx.session, holders)
    for row in rows:
        row.valid_until = max(tx.now, row.valid_from)
        touch(tx, known[row.official_id], RecordKind.ROLE_ENDED, reason=reason, membership=row)
        tell_role(tx, row)
    lent = await lock_live(tx.session, tx.now, memberships=[row.id for row in rows]) if rows else ()
    places = {row.id: row for row in rows}
    for delegation in end_lending(tx, lent, tx.now):
        tell_lending(tx, delegation, places[delegation.membership_id])
    await tx.session.flush()
    return len(rows)
