"""What a town does with its batches: open, close, and appoint the acceptance team."""

import uuid
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from schema.batches import repository
from schema.batches.rules import (
    Appointment,
    BatchKind,
    Opening,
    check_closing,
    check_opening,
    check_team,
    settings_in,
)
from schema.batches.tables import Batch, BatchMember
from schema.frame.errors import DomainErrors
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.guidelines.repository import current_edition, get_edition
from schema.officials import repository as officials
from schema.units import repository as units
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenBatch(Command):
    """Open a batch of a process in the area of a unit."""

    unit_id: uuid.UUID
    process: str
    kind: BatchKind
    opens_on: date
    closes_on: date
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseBatch(Command):
    """Close a batch for good."""

    batch_id: uuid.UUID
    expected_revision: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AppointAcceptanceTeam(Command):
    """Add members to a batch's acceptance team."""

    batch_id: uuid.UUID
    expected_revision: int
    members: tuple[Appointment, ...]


@operation("batch.open", Batch)
async def open_batch(tx: Transaction, command: OpenBatch) -> Batch:
    """Open the next batch (T-P4, T-P7); only an urgent one, with its reason, beside one that is open."""
    unit = await units.lock(tx.session, command.unit_id)
    tx.authorize(Action.BATCH_OPEN, unit.path)
    edition = await current_edition(tx.session, tx.today)
    settings = settings_in(edition.guideline, command.process)
    earlier = await repository.of_place(tx.session, unit.id, command.process)
    opening = Opening(command.kind, command.opens_on, command.closes_on, command.reason)
    found = check_opening(opening, settings, earlier, tx.today)
    if found:
        raise DomainErrors(found)
    batch = Batch(
        id=new_id(),
        unit_id=unit.id,
        guideline_version_id=edition.id,
        process=command.process,
        number=max((batch.number for batch in earlier), default=0) + 1,
        kind=command.kind,
        reason=command.reason,
        opens_on=command.opens_on,
        closes_on=command.closes_on,
        opened_by=tx.actor_id,
        opened_at=tx.now,
    )
    tx.session.add(batch)
    tx.note(unit=unit.code, batch=batch.number, kind=command.kind)
    tx.publish("batch.opened", {"code": unit.code, "number": batch.number, "kind": command.kind})
    return batch


@operation("batch.close", Batch)
async def close_batch(tx: Transaction, command: CloseBatch) -> Batch:
    """Close a batch in which every unit has its conclusion, so that the next may open (T-P7)."""
    batch = await _lock(tx, Action.BATCH_CLOSE, command.batch_id, command.expected_revision)
    refusal = check_closing(batch, await repository.count_pending(tx.session, batch.id))
    if refusal is not None:
        raise refusal
    batch.status, batch.closed_at = "closed", tx.now
    tx.note(batch=batch.number)
    return batch


@operation("batch.appoint_team", Batch)
async def appoint_acceptance_team(tx: Transaction, command: AppointAcceptanceTeam) -> Batch:
    """Appoint the team of a batch, from every office the guideline lists for it, and its leader (T-P5)."""
    batch = await _lock(tx, Action.BATCH_APPOINT_TEAM, command.batch_id, command.expected_revision)
    settings = settings_in(
        (await get_edition(tx.session, batch.guideline_version_id)).guideline, batch.process
    )
    known = await officials.by_ids(tx.session, [member.official_id for member in command.members])
    appointed = (await repository.team_of(tx.session, [batch.id])).get(batch.id, ())
    offices = settings.offices_of(batch.kind)
    found = check_team(batch, command.members, appointed, offices, known.keys(), settings.inspectors)
    if found:
        raise DomainErrors(found)
    for member in command.members:
        tx.session.add(
            BatchMember(
                id=new_id(),
                batch_id=batch.id,
                official_id=member.official_id,
                office=member.office,
                leads=member.leads,
                appointed_at=tx.now,
            )
        )
    repository.touch(batch)
    tx.note(batch=batch.number, members=len(command.members))
    return batch


async def _lock(tx: Transaction, action: Action, batch_id: uuid.UUID, expected_revision: int) -> Batch:
    batch = await repository.lock(tx.session, batch_id)
    place = await units.by_ids(tx.session, [batch.unit_id])
    tx.authorize(action, place[batch.unit_id].path)
    require_revision(batch.revision, expected_revision)
    return batch
