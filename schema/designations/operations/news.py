"""Who is told what befalls a name."""

import uuid

from schema.frame.operation import Transaction
from schema.notifications.operations.delivery import tell
from schema.notifications.rules import Happening, Kind

_NEWS = {
    "expired": Kind.NAME_CHANGED,
    "reinstated": Kind.NAME_CHANGED,
    "restored": Kind.NAME_CHANGED,
    "revoked": Kind.NAME_REVOKED,
    "suspended": Kind.NAME_SUSPENDED,
    "voided": Kind.NAME_VOIDED,
    "warned": Kind.NAME_WARNED,
}
"""What is told of a change; that a unit was named, its applicants are told with the decision."""
_ANSWERABLE = ("building_leader", "property", "community", "street")
"""Roles that answer for a unit, and are told what befalls its name."""


def tell_change(
    tx: Transaction, change: str, designation_id: uuid.UUID, unit_id: uuid.UUID, path: str
) -> None:
    """Tell those who answer for a unit what befell its name."""
    kind = _NEWS.get(change)
    if kind is not None:
        tell(tx, Happening(kind, unit_id, path, _ANSWERABLE, "Designation", designation_id))
