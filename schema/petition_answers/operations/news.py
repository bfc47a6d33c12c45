"""Who is told of claimed vacancies: who confirms them, and who keeps the roll."""

from collections.abc import Mapping
from types import MappingProxyType

from authz.actions import ANY, Action, Role
from authz.permissions import Reach
from authz.table import base_table
from schema.frame.operation import Transaction
from schema.notifications.operations.delivery import settle, tell
from schema.notifications.rules import Happening, Kind
from schema.petitions.repository.claims import claims_waiting
from schema.petitions.tables import Petition
from schema.units.tables import Unit


def _holders(action: Action) -> tuple[str, ...]:
    """List the roles that may do an action below their unit."""
    table = base_table()
    return tuple(
        role.value
        for role in Role
        if table.decide(role, ANY, action, reach=Reach.SUBTREE, acted=False) is None
    )


_TOLD: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.VACANCY_CLAIMED: _holders(Action.PETITION_CONFIRM_VACANCY),
        Kind.VACANCY_REFUSED: _holders(Action.PETITION_RECORD),
    }
)


def tell_claimed(tx: Transaction, petition: Petition, unit: Unit) -> None:
    """Tell who may confirm vacancies that one was claimed."""
    _tell(tx, Kind.VACANCY_CLAIMED, petition, unit)


def tell_refused(tx: Transaction, petition: Petition, unit: Unit) -> None:
    """Tell who puts answers on record that a household is to be asked anew."""
    _tell(tx, Kind.VACANCY_REFUSED, petition, unit)


async def settle_claims(tx: Transaction, petition: Petition) -> None:
    """End what was told of claims, or of refused ones, once no household of the petition waits so any more."""
    claimed, refused = await claims_waiting(tx.session, petition.id)
    over = {Kind.VACANCY_CLAIMED: not claimed, Kind.VACANCY_REFUSED: not refused}
    settle(tx, frozenset(kind for kind, is_over in over.items() if is_over), petition.id)


def _tell(tx: Transaction, kind: Kind, petition: Petition, unit: Unit) -> None:
    tell(tx, Happening(kind, unit.id, unit.path, _TOLD[kind], "Petition", petition.id))
