"""What every change of an official has in common: whose it may be, and that it is counted and kept."""

from authz.tables import Membership, Official
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Transaction
from schema.officials.rules import RecordKind
from schema.officials.tables import OfficialRecord
from tenants.base import new_id


def touch(
    tx: Transaction,
    official: Official,
    kind: RecordKind,
    *,
    reason: str | None = None,
    membership: Membership | None = None,
) -> None:
    """Count a change of an official, and keep what it was."""
    official.revision += 1
    keep_record(tx, official, kind, reason=reason, membership=membership)


def keep_record(
    tx: Transaction,
    official: Official,
    kind: RecordKind,
    *,
    reason: str | None = None,
    membership: Membership | None = None,
) -> None:
    """Keep what became of an official, by whom and why."""
    tx.records.append(
        OfficialRecord(
            id=new_id(),
            official_id=official.id,
            kind=kind.value,
            membership_id=membership.id if membership is not None else None,
            valid_until=membership.valid_until if membership is not None else None,
            reason=reason,
            by_id=tx.actor_id,
            at=tx.now,
        )
    )


def require_another(tx: Transaction, official: Official, message: str) -> None:
    """Refuse a deed to oneself: who administers is nobody's judge in their own case."""
    if official.id == tx.actor_id:
        raise DomainError(ErrorCode.ROLE_NOT_ALLOWED, message, field=("official",))
