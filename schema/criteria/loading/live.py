"""How units stand today: evaluated on reading, kept nowhere."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schema.criteria.loading.facts import facts_of
from schema.criteria.loading.records import load_statements
from schema.criteria.rules import Evaluation, evaluate_against
from schema.criteria.rules.statements import Statement
from schema.guidelines.repository import Edition, editions_by_ids
from schema.units.tables import Unit
from tenants.database import Session
from tenants.reading import read_together

Asked = tuple[Unit, uuid.UUID, date, str | None]
"""A unit, the guideline version it is held against, the local day and the tier applied for, if any."""


@dataclass(frozen=True, slots=True)
class LiveEvaluation:
    """What was found, under which version, with the statements it counts."""

    edition: Edition
    evaluation: Evaluation
    statements: Mapping[str, Statement]


async def live_evaluations(session: Session, asked: list[Asked]) -> Mapping[Asked, LiveEvaluation]:
    """Evaluate units (loader batch)."""
    units: dict[date, dict[uuid.UUID, Unit]] = defaultdict(dict)
    for unit, _, on, _ in asked:
        units[on][unit.id] = unit
    stated, editions, *loaded = await read_together(
        session,
        load_statements(session, {unit.id for unit, *_ in asked}),
        editions_by_ids(session, list({version for _, version, *_ in asked})),
        *(facts_of(session, each.values(), on) for on, each in units.items()),
    )
    facts = dict(zip(units, loaded, strict=True))
    found: dict[Asked, LiveEvaluation] = {}
    for unit, version, on, tier in asked:
        edition = editions[version]
        evaluation = evaluate_against(edition.guideline, facts[on][unit.id], tier)
        found[unit, version, on, tier] = LiveEvaluation(edition, evaluation, stated.get(unit.id, {}))
    return found
