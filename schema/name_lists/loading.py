"""What stands in the list of a batch: the names its units bear now."""

import uuid

from schema.batches import repository as batches
from schema.designations import repository as designations
from schema.name_lists.rules import ListedName
from schema.units import repository as units
from tenants.database import Session


async def names_of(session: Session, batch_id: uuid.UUID) -> list[ListedName]:
    """Gather the names given in a batch that are still borne, in the order of their numbers."""
    entries = (await batches.entries_of(session, [batch_id])).get(batch_id, ())
    passed = {entry.unit_id: entry.application_id for entry in entries if entry.outcome == "passed"}
    ids = list(passed)
    places, held = await units.by_ids(session, ids), await designations.held_by_units(session, ids)
    found = [
        ListedName(
            code=places[unit_id].code,
            name=places[unit_id].name,
            kind=places[unit_id].kind,
            title=name.title,
            number=name.number,
            public_from=name.public_from,
        )
        for unit_id, name in held.items()
        if name.application_id == passed[unit_id]
    ]
    return sorted(found, key=lambda each: each.number)
