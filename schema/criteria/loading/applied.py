"""The facts applications were handed in with, where the guideline judges something by them."""

import uuid
from collections.abc import Mapping

from schema.criteria import repository
from schema.criteria.rules.facts import UnitFacts
from schema.criteria.rules.snapshots import facts_from_data
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.format import Guideline
from tenants.database import Session


def judges_at_applying(guideline: Guideline, kind: str, tier: str | None) -> bool:
    """Tell whether anything asked of such a unit is judged once, when it applies."""
    return any(criterion.judged == "at_applying" for criterion in criteria_for(guideline, kind, tier))


async def applied_facts(session: Session, application_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, UnitFacts]:
    """Read the facts each application was last handed in with (loader batch)."""
    found = await repository.facts_of_latest(session, application_ids, "application")
    return {application_id: facts_from_data(facts) for application_id, facts in found.items()}
