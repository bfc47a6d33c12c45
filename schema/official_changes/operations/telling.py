"""Telling who gains or loses work when a role ends or somebody leaves."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from authz.actions import Role
from authz.tables import Delegation, Membership
from schema.applications.tables import Application
from schema.frame.operation import Transaction
from schema.notifications.operations.delivery import tell
from schema.notifications.rules import Happening, Kind
from schema.officials import repository as officials
from schema.units.tables import Unit

_OVERSEEING = (Role.COMMISSION, Role.HEADQUARTERS, Role.TENANT_ADMINISTRATOR)


def tell_person(tx: Transaction, row: Membership) -> None:
    """Tell an official that a role of theirs ends, or ends at another time."""
    tell(tx, _of(Kind.ROLE_CHANGED, row, persons=(row.official_id,)))


def tell_colleagues(tx: Transaction, rows: Iterable[Membership]) -> None:
    """Tell those who hold the same roles there that the work is theirs now."""
    for row in rows:
        tell(tx, _of(Kind.WORK_PASSED, row, roles=(row.role,)))


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
