"""What happens later: content whose row never came is swept."""

from datetime import timedelta

from schema.evidence import repository
from schema.evidence.ports import EvidenceStore
from schema.frame.operation import Transaction

GRACE = timedelta(days=1)
"""Content younger than this may belong to an upload that is under way."""


async def sweep_orphans(tx: Transaction, store: EvidenceStore) -> int:
    """Delete the tenant's content that no file refers to; return how many pieces.

    Each piece is looked at again under its lock: somebody may just be uploading the same file.
    """
    session, tenant_id, old_by = tx.session, tx.context.tenant.id, tx.now - GRACE
    old = [found.sha256 for found in await store.list(tenant_id) if found.stored_at < old_by]
    deleted = 0
    for sha256 in sorted(set(old) - await repository.known_hashes(session, old)):
        await repository.lock_content(session, sha256)
        stored_at = await store.stored_at(tenant_id, sha256)
        known = await repository.known_hashes(session, [sha256])
        if stored_at is not None and stored_at < old_by and not known:
            await store.delete(tenant_id, sha256)
            deleted += 1
    return deleted
