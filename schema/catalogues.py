"""What of the schemas may be read in compiled plans, and how a process learns what they rely on."""

import uuid
from collections.abc import Mapping

from schema.applications import readable as applications
from schema.designations import readable as designations
from schema.frame.context import RequestContext
from schema.guidelines import repository as guidelines
from schema.guidelines.readable import GUIDELINE, VERSIONS, Version
from schema.officials import readable as officials
from schema.plans.catalogue import Catalogue
from schema.plans.declarations import Load, Node, Readable
from schema.reviews import readable as reviews
from schema.statuses import readable as statuses
from schema.units import readable as units


async def _in_force(context: RequestContext) -> Version | None:
    async with context.read() as session:
        return await guidelines.find_current_edition(session, context.operations.today())


async def _versions(context: RequestContext) -> Mapping[uuid.UUID, Version]:
    async with context.read() as session:
        ids = [row.id for row in await guidelines.list_versions(session)]
        return await guidelines.editions_by_ids(session, ids)


_LOADS: Mapping[str, Load] = {GUIDELINE.name: _in_force, VERSIONS.name: _versions}
_NOUNS = (units, officials, designations, applications, reviews)
_NODES = Readable("Query", {"node": Node()})
official_catalogue = Catalogue([_NODES, *(each for noun in _NOUNS for each in noun.READABLE)], _LOADS)
public_catalogue = Catalogue(statuses.READABLE, _LOADS)
