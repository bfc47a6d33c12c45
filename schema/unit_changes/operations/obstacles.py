"""What must be ended before the tree is changed: what is open of units that close, batches a unit would leave."""

import uuid
from collections.abc import Collection, Mapping

from schema.appeals import repository as appeals
from schema.applications import repository as applications
from schema.batches import repository as batches
from schema.frame.operation import Transaction
from schema.petitions import repository as petitions
from schema.units.repository.rearranging import Relocation

COUNT_OPEN = {
    "applications": applications.count_open,
    "petitions": petitions.count_open,
    "batches": batches.count_open,
    "appeals": appeals.count_open,
}


async def standing_in_the_way(
    tx: Transaction, closing: Collection[uuid.UUID], moving: Relocation | None
) -> Mapping[str, int]:
    """Count what stands in the way, by what it is; zeros are left out."""
    counted: dict[str, int] = {}
    if closing:
        counted = {name: await count(tx.session, closing) for name, count in COUNT_OPEN.items()}
    if moving is not None:
        counted["batches"] = await batches.count_leaving(tx.session, moving.before, moving.after)
    return {name: number for name, number in counted.items() if number}
