"""What of the schemas may be read in compiled plans, and how a process learns what they rely on."""

import uuid
from collections.abc import Mapping

from schema.appeals import readable as appeals
from schema.applications import readable as applications
from schema.applications import telling as applications_told
from schema.complaints import readable as complaints
from schema.criteria import readable as criteria
from schema.criteria import telling as criteria_told
from schema.deadlines import readable as deadlines
from schema.deadlines import telling as deadlines_told
from schema.designations import readable as designations
from schema.districts import telling as districts_told
from schema.events import readable as events
from schema.findings import readable as findings
from schema.frame.context import RequestContext
from schema.guidelines import repository as guidelines
from schema.guidelines import telling as guidelines_told
from schema.guidelines.readable import GUIDELINE, VERSIONS, Version
from schema.inspections import readable as inspections
from schema.inspections import telling as inspections_told
from schema.notifications import readable as notifications
from schema.officials import readable as officials
from schema.petitions import readable as petitions
from schema.petitions import telling as petitions_told
from schema.plans.calls import Load
from schema.plans.catalogue import Catalogue
from schema.plans.declarations import Node, Readable
from schema.residents import readable as residents
from schema.residents import telling as residents_told
from schema.reviews import readable as reviews
from schema.rule_changes import readable as rule_changes
from schema.statuses import readable as statuses
from schema.statuses import telling as statuses_told
from schema.supervision import readable as supervision
from schema.supervision import telling as supervision_told
from schema.unit_eligibilities import telling as unit_eligibilities_told
from schema.units import readable as units
from schema.units import telling as units_told
from schema.worklists import readable as worklists


async def _in_force(context: RequestContext) -> Version | None:
    async with context.read() as session:
        return await guidelines.find_current_edition(session, context.operations.today())


async def _versions(context: RequestContext) -> Mapping[uuid.UUID, Version]:
    async with context.read() as session:
        ids = [row.id for row in await guidelines.list_versions(session)]
        return await guidelines.editions_by_ids(session, ids)


_LOADS: Mapping[str, Load] = {GUIDELINE.name: _in_force, VERSIONS.name: _versions}
_READ = (
    guidelines_told,
    units,
    units_told,
    residents,
    residents_told,
    officials,
    events,
    complaints,
    notifications,
    designations,
    petitions,
    petitions_told,
    criteria,
    criteria_told,
    deadlines,
    deadlines_told,
    applications,
    applications_told,
    worklists,
    reviews,
    inspections,
    inspections_told,
    unit_eligibilities_told,
    findings,
    appeals,
    supervision,
    supervision_told,
    rule_changes,
    districts_told,
)
_NODES = Readable("Query", {"node": Node()})
official_catalogue = Catalogue([_NODES, *(each for part in _READ for each in part.READABLE)], _LOADS)
public_catalogue = Catalogue([*statuses.READABLE, *statuses_told.READABLE], _LOADS)
