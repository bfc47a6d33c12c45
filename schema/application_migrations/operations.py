"""Taking open applications along to a later version; those that are not taken along stay as they are."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from authz.actions import Action
from authz.context import WHOLE_DISTRICT, OperationContext
from schema.application_migrations.loading import Prospect, prospects_of
from schema.application_migrations.rules import (
    ClauseMapping,
    Outlook,
    StepMapping,
    clause_faults,
    landing_step,
    mapping_faults,
)
from schema.applications import repository
from schema.applications.loading import Dossier, dossiers_of
from schema.applications.rules import DRAFT_STEP
from schema.applications.tables import Transition
from schema.criteria.tables import Attestation
from schema.deadlines.operations import settle_deadline
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.frame.refusals import granted
from schema.guidelines import repository as guidelines
from schema.guidelines.repository import Edition
from schema.guidelines.rules import process_for
from schema.public_notices.operations import Standing, settle_notice
from tenants.base import new_id
from tenants.database import Session
from tenants.outbox import OutboxMessage


@dataclass(frozen=True, kw_only=True, slots=True)
class MigrateApplications(Command):
    """Take open applications from one version of the guideline, by number, to a later one.

    `mapping` tells of steps and `clauses` of attested clauses that take the place of others.
    """

    from_version: int
    to_version: int
    mapping: tuple[StepMapping, ...] = ()
    clauses: tuple[ClauseMapping, ...] = ()


@dataclass(frozen=True, slots=True)
class Relocation:
    """What becomes of one application: the step it enters and how it stands there, or why it stays where it is."""

    application_id: uuid.UUID
    unit_code: str
    from_step: str
    to_step: str | None
    refusal: DomainError | None = None
    outlook: Outlook | None = None


@operation("application.migrate", OutboxMessage)
async def migrate_applications(tx: Transaction, command: MigrateApplications) -> OutboxMessage:
    """Move what can be moved, and keep with the message what became of each application.

    Each moved application enters its step anew and, as a draft, needs a new self-assessment. What a person
    stated goes along where the clause means the same; else it is asked anew.
    """
    tx.authorize(Action.APPLICATION_MIGRATE, WHOLE_DISTRICT)
    await guidelines.lock_publishing(tx.session)
    target, found = await _plan(tx.session, command, tx.today, lock=True)
    for dossier, relocation, prospect in found:
        if relocation.to_step is not None:
            _carry_along(tx, dossier, prospect)
            await _move(tx, dossier, relocation.to_step, target)
    relocations = [relocation for _, relocation, _ in found]
    message = OutboxMessage(
        id=new_id(), created_at=tx.now, topic="application.migrated", payload=_payload(command, relocations)
    )
    tx.session.add(message)
    moved = sum(relocation.to_step is not None for relocation in relocations)
    tx.note(from_version=command.from_version, to_version=command.to_version, moved=moved)
    tx.note(stayed=len(relocations) - moved)
    return message


async def preview_migration(context: OperationContext, command: MigrateApplications) -> list[Relocation]:
    """Tell what `migrate_applications` would do, for whoever may do it; writes nothing."""
    granted(context.decide(Action.APPLICATION_MIGRATE, WHOLE_DISTRICT))
    async with context.read() as session:
        _, found = await _plan(session, command, context.today(), lock=False)
    return [relocation for _, relocation, _ in found]


def relocations_of(message: OutboxMessage) -> list[Relocation]:
    """Read what became of each application from the message of a migration."""
    return [
        Relocation(
            application_id=uuid.UUID(entry["application"]),
            unit_code=entry["unit"],
            from_step=entry["from_step"],
            to_step=entry["to_step"],
            refusal=DomainError(ErrorCode(entry["code"]), entry["message"]) if entry["code"] else None,
            outlook=_outlook(entry.get("outlook")),
        )
        for entry in message.payload["applications"]
    ]


async def _plan(
    session: Session, command: MigrateApplications, today: date, *, lock: bool
) -> tuple[Edition, list[tuple[Dossier, Relocation, Prospect]]]:
    source = await _edition(session, command.from_version, "fromVersion")
    target = await _edition(session, command.to_version, "toVersion")
    if target.number <= source.number:
        raise DomainError(ErrorCode.INVALID_INPUT, "只能转入更新的版本。", field=("toVersion",))
    terms = (await guidelines.read_calendar(session)).terms
    if not any(term.number == target.number and term.covers(today) for term in terms):
        message = f"第 {target.number} 版今天不在施行期内，或已撤回。"
        raise DomainError(ErrorCode.GUIDELINE_ENDED, message, field=("toVersion",))
    faults = [
        *mapping_faults(source.guideline, target.guideline, command.mapping),
        *clause_faults(source.guideline, target.guideline, command.clauses),
    ]
    if faults:
        raise DomainErrors(faults)
    rows = await repository.open_under(session, source.id, lock=lock)
    dossiers = await dossiers_of(session, list(rows))
    prospects = await prospects_of(session, dossiers.values(), target, command.clauses, today)
    found = []
    for row in rows:
        prospect = prospects[row.id]
        relocation = _relocate(dossiers[row], target, command.mapping)
        if relocation.to_step is not None:
            relocation = replace(relocation, outlook=prospect.outlook)
        found.append((dossiers[row], relocation, prospect))
    return target, found


async def _edition(session: Session, number: int, field: str) -> Edition:
    edition = await guidelines.get_edition_by_number(session, number)
    if edition is None:
        raise DomainError(ErrorCode.NOT_FOUND, f"没有第 {number} 版方案。", field=(field,))
    return edition


def _relocate(dossier: Dossier, target: Edition, mapping: Sequence[StepMapping]) -> Relocation:
    step = dossier.application.step or DRAFT_STEP
    stays = Relocation(dossier.application.id, dossier.unit.code, step, None)
    try:
        process = process_for(target.guideline, dossier.unit.kind, dossier.application.tier)
        return replace(stays, to_step=landing_step(dossier.process, process, step, mapping))
    except DomainError as refusal:
        return replace(stays, refusal=refusal)


def _carry_along(tx: Transaction, dossier: Dossier, prospect: Prospect) -> None:
    """Write statements again that go along under another clause or wording; who made them, and when, stays."""
    for clause, (source, meaning) in prospect.carried.written.items():
        said = prospect.statements[source]
        tx.session.add(
            Attestation(
                unit_id=dossier.unit.id,
                criterion=clause,
                met=said.met,
                note=said.note,
                reference=said.reference,
                sample_size=said.sample_size,
                sample_met=said.sample_met,
                share_percent=said.share_percent,
                points=said.points,
                applicable=said.applicable,
                meaning=meaning,
                attested_by=said.attested_by,
                attested_on=said.attested_on,
                attested_at=said.attested_at,
            )
        )


async def _move(tx: Transaction, dossier: Dossier, step: str, target: Edition) -> None:
    application = dossier.application
    process = process_for(target.guideline, dossier.unit.kind, application.tier)
    tx.session.add(
        Transition(
            application_id=application.id,
            ordinal=len(dossier.history) + 1,
            round=application.round,
            action="migrate",
            from_step=application.step or DRAFT_STEP,
            to_step=step,
            actor_id=tx.actor_id,
            role=tx.role or "",
            level=tx.level,
            note=f"转入第 {target.number} 版方案",
            at=tx.now,
        )
    )
    application.guideline_version_id = target.id
    application.step = step
    application.step_entered_at = tx.now
    if process is not None:  # without one it would not have been taken along
        application.process = process.id
        await settle_deadline(tx, application.id, application.step, process)
        await settle_notice(
            tx, Standing(application.id, application.step, dossier.unit), target.guideline, process
        )


def _payload(command: MigrateApplications, relocations: Sequence[Relocation]) -> dict[str, Any]:
    return {
        "from_version": command.from_version,
        "to_version": command.to_version,
        "applications": [
            {
                "application": str(relocation.application_id),
                "unit": relocation.unit_code,
                "from_step": relocation.from_step,
                "to_step": relocation.to_step,
                "code": relocation.refusal.code if relocation.refusal else None,
                "message": relocation.refusal.message if relocation.refusal else None,
                "outlook": _kept(relocation.outlook) if relocation.outlook else None,
            }
            for relocation in relocations
        ],
    }


def _kept(outlook: Outlook) -> dict[str, Any]:
    """Write an outlook as it comes back from the message, lists and all."""
    lists = {"failing": list(outlook.failing), "asked_anew": list(outlook.asked_anew)}
    return {"met": outlook.met, "points": outlook.points, **lists}


def _outlook(kept: Mapping[str, Any] | None) -> Outlook | None:
    if kept is None:
        return None
    return Outlook(kept["met"], kept["points"], tuple(kept["failing"]), tuple(kept["asked_anew"]))
