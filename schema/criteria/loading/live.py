"""How units stand today: evaluated on reading, kept nowhere."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schema.criteria.loading import load_facts
from schema.criteria.repository import latest_attestations
from schema.criteria.rules import Evaluation, evaluate_against
from schema.criteria.tables import Attestation
from schema.guidelines.repository import Edition, get_edition
from schema.units.tables import Unit
from tenants.database import Session

Asked = tuple[Unit, uuid.UUID, date, str | None]
"""A unit, the guideline version it is held against, the local day and the tier applied for, if any."""


@dataclass(frozen=True, slots=True)
class LiveEvaluation:
    """What was found, under which version, with the statements it counts."""

    edition: Edition
    evaluation: Evaluation
    statements: Mapping[str, Attestation]


async def live_evaluations(session: Session, asked: list[Asked]) -> Mapping[Asked, LiveEvaluation]:
    """Evaluate units (loader batch)."""
    return {key: await _evaluate(session, *key) for key in asked}


async def _evaluate(
    session: Session, unit: Unit, version: uuid.UUID, on: date, tier: str | None
) -> LiveEvaluation:
    edition = await get_edition(session, version)
    facts = await load_facts(session, unit, on)
    evaluation = evaluate_against(edition.guideline, facts, tier)
    return LiveEvaluation(edition, evaluation, await latest_attestations(session, unit.id))
