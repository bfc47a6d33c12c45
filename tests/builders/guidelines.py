"""A guideline on its way from a draft to a version, by two people."""

import uuid
from dataclasses import replace
from datetime import date

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.errors import DomainError, ErrorCode
from schema.guideline_drafts.operations import (
    DraftGuideline,
    PublishGuideline,
    draft_guideline,
    publish_guideline,
)
from schema.guideline_drafts.tables import GuidelineDraft
from schema.guidelines.operations import require_valid
from schema.guidelines.tables import GuidelineVersion
from schema.jobs import repository as jobs
from schema.rule_changes.rules import Choice, Treatment
from schema.simulations import repository as simulations
from schema.simulations.loading import suppose_names
from schema.simulations.operations import KIND, StartSimulation, start_simulation
from tests.builders.district import District, key


async def draft(author: OperationContext, source: str) -> GuidelineDraft:
    """Write a draft."""
    return await draft_guideline(author, DraftGuideline(idempotency_key=key(), source=source))


async def publish_draft(
    publisher: OperationContext,
    row: GuidelineDraft,
    since: date | None = None,
    until: date | None = None,
    choice: Choice | None = None,
) -> GuidelineVersion:
    """Publish a draft; names it would take are kept, unless told otherwise, after that was looked at."""
    command = PublishGuideline(
        idempotency_key=key(),
        draft_id=row.id,
        expected_revision=row.revision,
        effective_from=since,
        effective_until=until,
        standing_names=choice,
    )
    try:
        return await publish_guideline(publisher, command)
    except DomainError as refusal:
        if refusal.code is not ErrorCode.SIMULATION_REQUIRED:
            raise
    seen = await look_at_names(publisher, row.source)
    kept = choice or Choice(Treatment.KEEP)
    return await publish_guideline(publisher, replace(command, simulation_id=seen, standing_names=kept))


async def look_at_names(official: OperationContext, source: str) -> uuid.UUID:
    """Leave a simulation as a worker would have: what becomes of the names that stand."""
    run = await start_simulation(official, StartSimulation(idempotency_key=key(), source=source))
    async with official.begin() as session:
        names = await suppose_names(session, require_valid(source), official.today())
        await simulations.keep(session, run.id, [], names)
        await jobs.cancel(session, KIND, str(run.id), official.clock())
    return run.id


async def publish(district: District, source: str, choice: Choice | None = None) -> GuidelineVersion:
    """Publish a text: the commission drafts it, the headquarters publishes it, with somebody in every role."""
    for role in (Role.COMMUNITY, Role.STREET):
        await district.official(role, "500110")
    written = await draft(await district.official(Role.COMMISSION, "500110"), source)
    return await publish_draft(await district.official(Role.HEADQUARTERS, "500110"), written, choice=choice)
