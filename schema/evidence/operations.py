"""Bringing evidence, looking at it, withdrawing it.

The content is stored first and the row is written after, so that no row is ever without its content; content
whose row never came is swept.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from pkgutil import resolve_name

from authz.actions import Action
from authz.context import Grant, OperationContext
from schema.evidence import repository
from schema.evidence.ports import EvidenceStore
from schema.evidence.rules import day_fault, requirements_of, tidy_name, type_fault
from schema.evidence.rules.checked import CheckedFile, Limits
from schema.evidence.tables import EvidenceFile, EvidenceWithdrawal
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.frame.refusals import granted
from schema.frame.text import text_fault
from schema.guidelines.repository import edition_of, list_versions
from schema.guidelines.rules.format import Evidence
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Session

REASON_LIMIT = 200

_CHECK = "schema.evidence.rules.files:check_file"


@dataclass(frozen=True, kw_only=True, slots=True)
class UploadEvidence(Command):
    """A file for a requirement of a criterion. `data` is as it came, `taken_on` the local day it shows."""

    unit_id: uuid.UUID
    criterion: str
    requirement: str
    taken_on: date
    name: str | None
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepEvidence(Command):
    """A checked file whose content lies in `store`, where it must still be when the row is written."""

    unit_id: uuid.UUID
    criterion: str
    requirement: str
    taken_on: date
    name: str
    type: str
    media_type: str
    size: int
    sha256: str
    store: EvidenceStore = field(metadata={"secret": True})


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawEvidence(Command):
    """A file that shall no longer count."""

    file_id: uuid.UUID
    reason: str


def _check(data: bytes, limits: Limits) -> CheckedFile:
    """Check a file; what reads pictures and PDFs is loaded with the first, for most servers never see one."""
    checked: CheckedFile = resolve_name(_CHECK)(data, limits)
    return checked


async def upload_evidence(
    context: OperationContext, store: EvidenceStore, limits: Limits, command: UploadEvidence
) -> EvidenceFile:
    """Check a file, store its content and put it on record for a unit.

    A caller who may not, or a file nobody asks for, is refused before anything is stored.
    """
    async with context.read() as session:
        unit = await _require_welcome(context, session, command)
    checked = await asyncio.to_thread(_check, command.data, limits)
    async with context.read() as session:
        await _require_type(session, unit, command, checked)
    await store.put(context.tenant.id, checked.sha256, checked.content)
    kept = KeepEvidence(
        idempotency_key=command.idempotency_key,
        unit_id=command.unit_id,
        criterion=command.criterion,
        requirement=command.requirement,
        taken_on=command.taken_on,
        name=tidy_name(command.name),
        type=checked.type,
        media_type=checked.media_type,
        size=len(checked.content),
        sha256=checked.sha256,
        store=store,
    )
    return await keep_evidence(context, kept)


@operation("evidence.upload", EvidenceFile)
async def keep_evidence(tx: Transaction, command: KeepEvidence) -> EvidenceFile:
    """Put a stored file on record; sweeping waits meanwhile."""
    unit = await units.lock(tx.session, command.unit_id)
    tx.authorize(Action.EVIDENCE_UPLOAD, unit.path)
    await repository.lock_content(tx.session, command.sha256)
    if await command.store.stored_at(tx.context.tenant.id, command.sha256) is None:
        raise DomainError(ErrorCode.STORE_UNAVAILABLE, "材料库未能保存文件。")
    row = EvidenceFile(
        id=new_id(),
        unit_id=unit.id,
        criterion=command.criterion,
        requirement=command.requirement,
        type=command.type,
        media_type=command.media_type,
        size=command.size,
        sha256=command.sha256,
        original_name=command.name,
        taken_on=command.taken_on,
        uploaded_by=tx.actor_id,
        uploaded_at=tx.now,
    )
    tx.session.add(row)
    tx.note(unit=unit.code, criterion=command.criterion, sha256=command.sha256, size=command.size)
    return row


@operation("evidence.withdraw", EvidenceWithdrawal)
async def withdraw_evidence(tx: Transaction, command: WithdrawEvidence) -> EvidenceWithdrawal:
    """Let a file no longer count. Who uploaded it may, and who watches over the unit; the file stays on record."""
    row = await repository.lock(tx.session, command.file_id)
    unit = await units.lock(tx.session, row.unit_id)
    if not tx.context.decide(Action.EVIDENCE_READ, unit.path).allowed:
        raise repository.unknown()
    own = row.uploaded_by == tx.actor_id
    tx.authorize(Action.EVIDENCE_UPLOAD if own else Action.EVIDENCE_WITHDRAW, unit.path)
    if fault := text_fault(command.reason, field=("reason",), label="撤回原因", maximum=REASON_LIMIT):
        raise fault
    if await repository.withdrawals_of(tx.session, [row.id]):
        raise DomainError(ErrorCode.EVIDENCE_WITHDRAWN, "该材料已撤回。", field=("evidence",))
    withdrawal = EvidenceWithdrawal(
        id=new_id(),
        file_id=row.id,
        reason=command.reason,
        withdrawn_by=tx.actor_id,
        withdrawn_at=tx.now,
    )
    tx.session.add(withdrawal)
    tx.note(unit=unit.code, criterion=row.criterion, sha256=row.sha256)
    return withdrawal


async def open_evidence(
    context: OperationContext, store: EvidenceStore, file_id: uuid.UUID
) -> tuple[EvidenceFile, AsyncIterator[bytes]]:
    """Give an official a file and its content piece by piece; looking at evidence is audited.

    A file out of sight is unknown, like one of another tenant.
    """
    if context.actor.id is None:
        raise DomainError(ErrorCode.UNAUTHENTICATED, "尚未登录。")
    async with context.begin() as session:
        row = await repository.get(session, file_id)
        unit = await units.get(session, row.unit_id) if row is not None else None
        if row is None or unit is None:
            raise repository.unknown()
        grant = context.decide(Action.EVIDENCE_READ, unit.path).grant
        if grant is None:
            raise repository.unknown()
        session.add(_looked_at(context, row, unit, grant))
    return row, await store.read(context.tenant.id, row.sha256)


def _looked_at(context: OperationContext, row: EvidenceFile, unit: Unit, grant: Grant) -> AuditEntry:
    return AuditEntry(
        at=context.clock(),
        actor_kind=context.actor.kind,
        actor_id=context.actor.id,
        role=grant.role,
        action="evidence.download",
        entity_type="EvidenceFile",
        entity_id=row.id,
        trace_id=context.trace_id,
        detail={"unit": unit.code, "criterion": row.criterion, "sha256": row.sha256},
    )


async def _require_welcome(context: OperationContext, session: Session, command: UploadEvidence) -> Unit:
    """Refuse who may not bring files for the unit, and files no version of its scheme asks for."""
    unit = await units.get(session, command.unit_id)
    if unit is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
    granted(context.decide(Action.EVIDENCE_UPLOAD, unit.path))
    faults = [day_fault(command.taken_on, context.today())]
    if not await _requirements(session, unit, command):
        message = "方案没有为该类单元要求此项材料。"
        faults.append(DomainError(ErrorCode.UNKNOWN_CRITERION, message, field=("requirement",)))
    if found := [fault for fault in faults if fault is not None]:
        raise DomainErrors(found)
    return unit


async def _require_type(session: Session, unit: Unit, command: UploadEvidence, checked: CheckedFile) -> None:
    if fault := type_fault(await _requirements(session, unit, command), checked.type):
        raise fault


async def _requirements(session: Session, unit: Unit, command: UploadEvidence) -> list[Evidence]:
    """Find what the tenant's versions ask: an application may be pinned to an earlier one than that in force."""
    editions = [await edition_of(session, row) for row in await list_versions(session)]
    guidelines = [edition.guideline for edition in editions]
    return requirements_of(guidelines, unit.kind, command.criterion, command.requirement)
