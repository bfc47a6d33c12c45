"""Telling people what roles they were given: whoever gives one need not know how that is told."""

from schema.frame.operation import Transaction, following
from schema.notifications.operations.delivery import tell
from schema.notifications.rules import Happening, Kind
from schema.officials.operations import RoleGiven


@following
async def tell_of_roles(tx: Transaction) -> None:
    """Tell everybody who was given a role in this transaction."""
    given = [each.membership for each in tx.to_follow if isinstance(each, RoleGiven)]
    tx.to_follow[:] = [each for each in tx.to_follow if not isinstance(each, RoleGiven)]
    for row in given:
        about = Happening(
            Kind.ROLE_GIVEN, row.unit_id, row.scope_path, (), "Official", row.official_id, (row.official_id,)
        )
        tell(tx, about)
