"""What stands against deeds on applications beside their dossiers: self-assessments, batches, acceptance teams."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from authz.actions import DRAFT
from schema.applications.loading.dossiers import Dossier
from schema.batches import repository as batches
from schema.batches.loading import Intake, intakes_of
from schema.criteria.repository import last_assessed
from tenants.database import Session
from tenants.reading import nothing, read_together


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When the latest self-assessment was made, what a batch asks, and who inspected the unit.

    Each is loaded only where a deed that is open asks for it.
    """

    assessed_at: datetime | None = None
    intake: Intake = field(default_factory=Intake)
    inspectors: frozenset[uuid.UUID] = frozenset()


async def circumstances_of(session: Session, dossiers: list[Dossier]) -> Mapping[Dossier, Circumstances]:
    """Load the circumstances of applications: the same few statements for one as for all (loader batch)."""
    drafts = [dossier for dossier in dossiers if dossier.application.step == DRAFT]
    to_enter = [dossier for dossier in drafts if dossier.process.intake == "batch"]
    inspected = [
        dossier.application.id for dossier in dossiers if dossier.process.batches and dossier.state.open
    ]
    assessed, intakes, inspectors = await read_together(
        session,
        last_assessed(session, [dossier.application.id for dossier in drafts], "self")
        if drafts
        else nothing(),
        intakes_of(session, {dossier.unit.id: dossier.unit.path for dossier in to_enter}),
        batches.inspectors_of(session, inspected) if inspected else nothing(),
    )
    return {
        dossier: Circumstances(
            assessed_at=assessed.get(dossier.application.id),
            intake=intakes.get(dossier.unit.id, Intake()),
            inspectors=inspectors.get(dossier.application.id, frozenset()),
        )
        for dossier in dossiers
    }
