"""Every statement on files of evidence."""

import hashlib
import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, exists, select, text

from schema.evidence.tables import EvidenceFile, EvidenceWithdrawal
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.statements import one_of
from tenants.database import Session


def _not_withdrawn() -> ColumnElement[bool]:
    return ~exists().where(
        EvidenceWithdrawal.tenant_id == EvidenceFile.tenant_id, EvidenceWithdrawal.file_id == EvidenceFile.id
    )


async def get(session: Session, file_id: uuid.UUID) -> EvidenceFile | None:
    """Read a file by id, withdrawn or not."""
    return await session.get(EvidenceFile, (session.info["tenant_id"], file_id))


async def lock(session: Session, file_id: uuid.UUID) -> EvidenceFile:
    """Read a file for withdrawing it, or refuse with NOT_FOUND."""
    row = await session.get(EvidenceFile, (session.info["tenant_id"], file_id))
    if row is None:
        raise unknown()
    return row


def unknown() -> DomainError:
    """Say that there is no such file, or none the caller may know of."""
    return DomainError(ErrorCode.NOT_FOUND, "材料不存在。", field=("evidence",))


async def counting_by_units(
    session: Session, unit_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[EvidenceFile]]:
    """List the files of units that were not withdrawn, those that show the earliest day first."""
    rows = await session.scalars(
        select(EvidenceFile)
        .where(
            EvidenceFile.tenant_id == session.info["tenant_id"],
            one_of(EvidenceFile.unit_id, unit_ids),
            _not_withdrawn(),
        )
        .order_by(EvidenceFile.taken_on, EvidenceFile.id)
    )
    found: dict[uuid.UUID, list[EvidenceFile]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


async def list_of_unit(
    session: Session, unit_id: uuid.UUID, criterion: str | None, limit: int
) -> Sequence[EvidenceFile]:
    """List the latest files of a unit, withdrawn or not, newest first."""
    statement = select(EvidenceFile).where(
        EvidenceFile.tenant_id == session.info["tenant_id"], EvidenceFile.unit_id == unit_id
    )
    if criterion is not None:
        statement = statement.where(EvidenceFile.criterion == criterion)
    newest = statement.order_by(EvidenceFile.uploaded_at.desc(), EvidenceFile.id.desc()).limit(limit)
    return (await session.scalars(newest)).all()


async def withdrawals_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, EvidenceWithdrawal]:
    """Read the withdrawals of files (loader batch)."""
    rows = await session.scalars(
        select(EvidenceWithdrawal).where(
            EvidenceWithdrawal.tenant_id == session.info["tenant_id"], EvidenceWithdrawal.file_id.in_(ids)
        )
    )
    return {row.file_id: row for row in rows}


async def known_hashes(session: Session, hashes: Collection[str]) -> frozenset[str]:
    """Tell which of these contents some file of the tenant has."""
    rows = await session.scalars(
        select(EvidenceFile.sha256).where(
            and_(EvidenceFile.tenant_id == session.info["tenant_id"], EvidenceFile.sha256.in_(hashes))
        )
    )
    return frozenset(rows)


async def lock_content(session: Session, sha256: str) -> None:
    """Make whoever else keeps or sweeps the same content wait until this transaction ends."""
    digest = hashlib.sha256(f"evidence:{session.info['tenant_id']}:{sha256}".encode()).digest()
    key = int.from_bytes(digest[:8], "big", signed=True)
    await session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": key})
