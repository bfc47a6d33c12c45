"""Who is told that a place changed: who administers there, who works there, and who gains or loses the work of it."""

import uuid
from collections.abc import Collection, Sequence

from authz.actions import Role
from authz.tables import Delegation, Membership
from schema.frame.operation import Transaction
from schema.notifications.operations.delivery import tell
from schema.notifications.rules import Happening, Kind
from schema.officials import repository as officials
from schema.units.tables import Unit

_ADMINISTERING = (Role.TENANT_ADMINISTRATOR,)


async def tell_change(tx: Transaction, changed: Sequence[Unit]) -> None:
    """Tell that units are called otherwise now."""
    seats = await officials.seats_at(tx.session, [unit.path for unit in changed], tx.now)
    for unit in changed:
        there = tuple({seat.official_id for seat in seats if seat.path == unit.path})
        _tell(tx, Kind.UNIT_CHANGED, unit.id, unit.path, there)


def tell_end(tx: Transaction, unit: Unit, persons: Collection[uuid.UUID]) -> None:
    """Tell that a unit is no more, to whom it concerns."""
    _tell(tx, Kind.UNIT_CLOSED, unit.id, unit.path, tuple(persons))


def tell_move(tx: Transaction, unit_id: uuid.UUID, path: str, persons: Collection[uuid.UUID]) -> None:
    """Tell that a unit lies elsewhere now, with all below it: who works there, and who loses or gains the work."""
    _tell(tx, Kind.UNIT_CHANGED, unit_id, path, tuple(persons))


def tell_role(tx: Transaction, row: Membership) -> None:
    """Tell an official that a role of theirs ended with its unit."""
    _tell_person(tx, Kind.ROLE_CHANGED, row, (row.official_id,))


def tell_lending(tx: Transaction, lent: Delegation, row: Membership) -> None:
    """Tell who lent a role and who stood in that it is over."""
    _tell_person(tx, Kind.DELEGATION_ENDED, row, (lent.delegator_id, lent.delegate_id))


def _tell_person(tx: Transaction, kind: Kind, row: Membership, persons: tuple[uuid.UUID, ...]) -> None:
    tell(tx, Happening(kind, row.unit_id, row.scope_path, (), "Official", row.official_id, persons))


def _tell(tx: Transaction, kind: Kind, unit_id: uuid.UUID, path: str, persons: tuple[uuid.UUID, ...]) -> None:
    tell(tx, Happening(kind, unit_id, path, _ADMINISTERING, "Unit", unit_id, persons))
