"""Every statement on the list of key areas."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, Text, func, or_, select, text

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.key_areas.rules import AreaEntry, ancestry, padded
from schema.key_areas.tables import KeyArea
from tenants.database import Session

_PADDED = func.rpad(KeyArea.code, 12, "0", type_=Text())


async def lock(session: Session, area_id: uuid.UUID) -> KeyArea:
    """Read an entry for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, KeyArea, area_id)
    if row is None:
        raise unknown()
    return row


async def look_up(session: Session, area_id: uuid.UUID) -> KeyArea:
    """Read an entry, or refuse with NOT_FOUND; it cannot be ended until this transaction is over."""
    statement = select(KeyArea).where(KeyArea.tenant_id == session.info["tenant_id"], KeyArea.id == area_id)
    row: KeyArea | None = await session.scalar(statement.with_for_update(read=True))
    if row is None:
        raise unknown()
    return row


def unknown() -> DomainError:
    """Refuse an area that is not there."""
    return DomainError(ErrorCode.NOT_FOUND, "名单中没有该地区。", field=("area",))


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, KeyArea]:
    """Read entries by id (loader batch)."""
    rows = await session.scalars(
        select(KeyArea).where(KeyArea.tenant_id == session.info["tenant_id"], KeyArea.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def along(session: Session, codes: Collection[str]) -> Mapping[str, Sequence[KeyArea]]:
    """Read the entries of divisions and of those they lie in, by padded code, first listed first.

    They cannot be ended until this transaction is over.
    """
    wanted = {division for code in codes for division in ancestry(code)}
    rows = await session.scalars(
        select(KeyArea)
        .where(KeyArea.tenant_id == session.info["tenant_id"], _PADDED.in_(wanted))
        .order_by(KeyArea.listed_from, KeyArea.id)
        .with_for_update(read=True)
    )
    found: dict[str, list[KeyArea]] = {}
    for row in rows:
        found.setdefault(padded(row.code or ""), []).append(row)
    return found


async def lock_list(session: Session) -> None:
    """Be alone with the list until this transaction ends: two entries of one area never hold on one day."""
    key = f"key_areas:{session.info['tenant_id']}"
    statement = text("select pg_advisory_xact_lock(hashtextextended(:key, 0))")
    await session.execute(statement, {"key": key})


async def overlapping(session: Session, entry: AreaEntry) -> KeyArea | None:
    """Find an entry of the same division, or name where there is no code, that shares a day with another."""
    same = _PADDED.in_([padded(entry.code)]) if entry.code is not None else KeyArea.name == entry.name
    statement = select(KeyArea).where(
        KeyArea.tenant_id == session.info["tenant_id"],
        same if entry.code is not None else same & KeyArea.code.is_(None),
        or_(KeyArea.listed_until.is_(None), KeyArea.listed_until >= entry.listed_from),
    )
    if entry.listed_until is not None:
        statement = statement.where(KeyArea.listed_from <= entry.listed_until)
    found: KeyArea | None = await session.scalar(statement.order_by(KeyArea.id).limit(1))
    return found


def _on(session: Session, on: date) -> Select[KeyArea]:
    return select(KeyArea).where(
        KeyArea.tenant_id == session.info["tenant_id"],
        KeyArea.listed_from <= on,
        or_(KeyArea.listed_until.is_(None), KeyArea.listed_until >= on),
    )


async def list_areas(session: Session, on: date, page: Page) -> Slice[KeyArea]:
    """List the areas of a day, last recorded first."""
    return await read_page(session, _on(session, on), [KeyArea.id], page, descending=True)


async def count_areas(session: Session, on: date) -> int:
    """Count the areas of a day."""
    return await count_rows(session, _on(session, on))
