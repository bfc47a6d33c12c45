"""Loads how units stand against a version their applications are to be taken along to."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schema.application_migrations.rules import Carried, ClauseMapping, Outlook, carry, look_ahead
from schema.applications.loading import Dossier
from schema.criteria.loading import facts_of
from schema.criteria.repository import latest_attestations
from schema.criteria.tables import Attestation
from schema.guidelines.repository import Edition
from schema.guidelines.rules import criteria_for
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class Prospect:
    """How an application would stand, what becomes of its unit's statements, and these themselves."""

    outlook: Outlook
    carried: Carried
    statements: Mapping[str, Attestation]


async def prospects_of(
    session: Session,
    dossiers: Collection[Dossier],
    target: Edition,
    clauses: Sequence[ClauseMapping],
    today: date,
) -> Mapping[uuid.UUID, Prospect]:
    """Load, by application, how each would stand under the target version, in a number of statements that is fixed."""
    places = {dossier.unit.id: dossier.unit for dossier in dossiers}
    if not places:
        return {}
    facts = await facts_of(session, places.values(), today)
    statements = await latest_attestations(session, list(places))
    found: dict[uuid.UUID, Prospect] = {}
    for dossier in dossiers:
        unit, tier = dossier.unit, dossier.application.tier
        old, new = (criteria_for(each.guideline, unit.kind, tier) for each in (dossier.edition, target))
        rows = statements.get(unit.id, {})
        carried = carry(old, new, {clause: row.meaning for clause, row in rows.items()}, clauses)
        outlook = look_ahead(target.guideline, facts[unit.id], tier, carried)
        found[dossier.application.id] = Prospect(outlook, carried, rows)
    return found
