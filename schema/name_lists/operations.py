"""Publishing what was named in a batch."""

import uuid
from dataclasses import asdict, dataclass

from authz.actions import Action
from schema.batches import repository as batches
from schema.frame.errors import DomainErrors
from schema.frame.operation import Command, Transaction, operation
from schema.guidelines.repository import get_edition
from schema.name_lists import repository
from schema.name_lists.guards import list_refusals
from schema.name_lists.loading import names_of
from schema.name_lists.rules import title_of
from schema.name_lists.tables import NameList
from schema.units import repository as units
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishNameList(Command):
    """Publish the names of a batch in some channels of the guideline."""

    batch_id: uuid.UUID
    channels: tuple[str, ...]


@operation("batch.publish_list", NameList)
async def publish_name_list(tx: Transaction, command: PublishNameList) -> NameList:
    """Publish the names given in a batch that is closed, once, as they stand today; by whoever may close it."""
    batch = await batches.lock(tx.session, command.batch_id)
    place = (await units.by_ids(tx.session, [batch.unit_id]))[batch.unit_id]
    tx.authorize(Action.BATCH_CLOSE, place.path)
    published = (await repository.by_batches(tx.session, [batch.id])).get(batch.id)
    guideline = (await get_edition(tx.session, batch.guideline_version_id)).guideline
    names = await names_of(tx.session, batch.id)
    found = list_refusals(batch, published, guideline.publication, names, tx.today, command.channels)
    if found:
        raise DomainErrors(found)
    listed = [asdict(name) for name in names]
    for entry in listed:
        entry.pop("public_from")
    row = NameList(
        id=new_id(),
        batch_id=batch.id,
        unit_id=place.id,
        title=title_of(place.name, batch.number),
        channels=list(command.channels),
        names=listed,
        published_on=tx.today,
        published_by=tx.actor_id,
        published_at=tx.now,
    )
    tx.session.add(row)
    tx.note(unit=place.code, batch=batch.number, names=len(names))
    tx.publish("batch.list_published", {"code": place.code, "number": batch.number, "names": len(names)})
    return row
