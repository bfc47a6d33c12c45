"""An inspection with all that acting on it rests on: application, place in the batch, team, sheets."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schema.applications import repository as applications
from schema.applications.loading import Dossier
from schema.applications.operations import lock_dossier
from schema.applications.rules import step_not_open
from schema.batches import repository as batches
from schema.batches.rules import team_faults
from schema.batches.tables import Batch, BatchEntry, BatchMember
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Transaction
from schema.guidelines.rules import as_of
from schema.guidelines.rules.format import BatchSettings
from schema.guidelines.rules.format import ScoreSheet as SheetForm
from schema.inspections import repository
from schema.inspections.rules import Score, SheetLine, sheet_lines
from schema.inspections.tables import Inspection, ScoreSheet
from schema.officials import repository as officials
from tenants.base import new_id


@dataclass(frozen=True, slots=True)
class Site:
    """Where the acceptance team stands: one application at its inspection, and who the caller is on the team."""

    dossier: Dossier
    batch: Batch
    entry: BatchEntry
    member: BatchMember
    settings: BatchSettings
    form: SheetForm
    inspection: Inspection
    sheets: Sequence[ScoreSheet]

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """List the lines of the sheet."""
        return sheet_lines(self.dossier.edition.guideline, self.dossier.unit.kind)


async def enter_site(tx: Transaction, dossier: Dossier) -> Site:
    """Find the inspection that is due, begun if it is not, for a member of its team without an interest.

    Refuses with STEP_NOT_OPEN, NOT_ON_TEAM, TEAM_INCOMPLETE or INSPECTOR_CONFLICTED.
    """
    settings, form = dossier.process.batches, as_of(dossier.edition.guideline, tx.today).score_sheet
    entry = (await batches.latest_entries(tx.session, [dossier.application.id])).get(dossier.application.id)
    if settings is None or form is None or dossier.state.step != settings.inspection_step or entry is None:
        raise step_not_open(dossier.state, "inspect")
    batch = (await batches.by_ids(tx.session, [entry.batch_id]))[entry.batch_id]
    team = (await batches.team_of(tx.session, [batch.id])).get(batch.id, ())
    member = next((member for member in team if member.official_id == tx.actor_id), None)
    if member is None:
        raise DomainError(ErrorCode.NOT_ON_TEAM, "您不在本批次的验收组中。")
    lacking = team_faults(team, settings.offices_of(batch.kind), settings.inspectors)
    if lacking:
        raise DomainErrors(lacking)
    if tx.actor_id in await interested_in(tx, dossier):
        raise DomainError(ErrorCode.INSPECTOR_CONFLICTED, "您与该单元有利害关系，不能参加检查。")
    inspection = await _inspection(tx, dossier, entry)
    sheets = (await repository.sheets_of(tx.session, [inspection.id])).get(inspection.id, ())
    return Site(dossier, batch, entry, member, settings, form, inspection, sheets)


async def interested_in(tx: Transaction, dossier: Dossier) -> frozenset[uuid.UUID]:
    """List who has an interest in a unit: its applicants, submitters, and officials in or below it."""
    own = {dossier.application.created_by}
    own.update(move.actor_id for move in dossier.history if move.action == "submit" and move.actor_id)
    own.update(move.on_behalf_of for move in dossier.history if move.action == "submit" and move.on_behalf_of)
    return frozenset(own) | await officials.holders_within(tx.session, dossier.unit.path, tx.now)


async def _inspection(tx: Transaction, dossier: Dossier, entry: BatchEntry) -> Inspection:
    found = await repository.lock_of_entry(tx.session, entry.id)
    if found is not None:
        return found
    begun = Inspection(
        id=new_id(),
        entry_id=entry.id,
        application_id=dossier.application.id,
        status="open",
        opened_at=tx.now,
        settlement=[],
    )
    tx.session.add(begun)
    await tx.session.flush()
    return begun


async def dossier_on_site(tx: Transaction, application_id: uuid.UUID) -> Dossier:
    """Lock an application that is inspected; the members of a team do not wait for its revision."""
    application = await applications.lock(tx.session, application_id)
    return await lock_dossier(tx, application_id, application.revision)


def scores_from(rows: Sequence[Mapping[str, Any]]) -> dict[str, Score]:
    """Read scores as they are kept, by line."""
    return {row["item"]: Score(row["item"], row["points"], row.get("reason")) for row in rows}


def scores_to(scores: Mapping[str, Score]) -> list[dict[str, Any]]:
    """Write scores for keeping."""
    return [{"item": s.item, "points": s.points, "reason": s.reason} for s in scores.values()]
