"""Telling who gains or loses work when a role ends or somebody leaves."""

from collections.abc import Sequence
from uuid import UUID

from authz.actions import Role
from authz.tables import Delegation, Membership
from schema.applications.tables import Application
from schema.frame.operation import Transaction
from schema.notifications.operations.delivery import tell
from schema.notifications.rules import Happening, Kind
from schema.official_changes.loading import read_levels
from schema.official_changes.rules import Needed, colleagues
from schema.officials import repository as officials
from schema.units.tables import Unit

_OVERSEEING = (Role.COMMISSION, Role.HEADQUARTERS, Role.TENANT_ADMINISTRATOR)


def tell_person(tx: Transaction, row: Membership) -> None:
    """Tell an official that a role of theirs ends, or ends at another time."""
    tell(tx, _of(Kind.ROLE_CHANGED, row, persons=(row.official_id,)))


async def tell_colleagues(tx: Transaction, rows: Sequence[Membership], needed: Sequence[Needed]) -> None:
    """Tell those who sit at the same posts there that the work is theirs now."""
    levels = await read_levels(tx.session, rows)
    for row in rows:
        tell(tx, _of(Kind.WORK_PASSED, row, roles=colleagues(needed, row.role, levels[row.id])))


def tell_orphans(tx: Transaction, orphans: Sequence[tuple[Application, Unit]]) -> None:
    """Tell those who look after it what waits for nobody from now on."""
    for application, unit in orphans:
        about = Happening(
            Kind.APPLICATION_UNASSIGNED, unit.id, unit.path, _OVERSEEING, "Application", application.id
        )
        tell(tx, about)


async def tell_of_lending(tx: Transaction, ended: Sequence[Delegation], leaver: UUID) -> None:
    """Tell those who stood in, or were stood in for, that it is over."""
    lent = await officials.memberships_by_ids(tx.session, [row.membership_id for row in ended])
    for row in ended:
        others = tuple(each for each in (row.delegator_id, row.delegate_id) if each != leaver)
        tell(tx, _of(Kind.DELEGATION_ENDED, lent[row.membership_id], persons=others))


def _of(
    kind: Kind, row: Membership, *, roles: tuple[str, ...] = (), persons: tuple[UUID, ...] = ()
) -> Happening:
    return Happening(kind, row.unit_id, row.scope_path, roles, "Official", row.official_id, persons)
