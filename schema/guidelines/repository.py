"""Every statement on guideline versions."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cachetools import LRUCache
from sqlalchemy import Select, column, func, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from schema.errors import DomainError, ErrorCode
from schema.guidelines.format import Guideline
from schema.guidelines.rules import digest_of
from schema.guidelines.tables import GuidelineVersion

_UNITS = table("units", column("tenant_id"), column("kind"))
"""As much of the units as publishing must know; their noun stands above this one."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A guideline version ready for use: the row's identity and its content as an object."""

    id: uuid.UUID
    number: int
    digest: str
    published_at: datetime
    guideline: Guideline


_PARSED: LRUCache[str, Guideline] = LRUCache(maxsize=256)


def parsed(digest: str, content: Mapping[str, Any]) -> Guideline:
    """Parse a version's content once in a process: it never changes, its digest is its identity.

    Content that does not have the digest it was published under is refused with ValueError.
    """
    guideline = _PARSED.get(digest)
    if guideline is None:
        if digest_of(content) != digest:
            raise ValueError(f"guideline content does not match its digest {digest}")
        guideline = _PARSED[digest] = Guideline.model_validate(content)
    return guideline


async def edition_of(session: AsyncSession, row: GuidelineVersion) -> Edition:
    """Make an edition of a row; its content is read only where this process has not yet parsed it."""
    guideline = _PARSED.get(row.digest)
    if guideline is None:
        content = await session.scalar(
            select(GuidelineVersion.content).where(
                GuidelineVersion.tenant_id == row.tenant_id, GuidelineVersion.id == row.id
            )
        )
        guideline = parsed(row.digest, content or {})
    return Edition(
        id=row.id, number=row.number, digest=row.digest, published_at=row.published_at, guideline=guideline
    )


def _versions(session: AsyncSession) -> Select[GuidelineVersion]:
    """Select the tenant's versions without their content, which is large and parsed once in a process."""
    return (
        select(GuidelineVersion)
        .where(GuidelineVersion.tenant_id == session.info["tenant_id"])
        .options(defer(GuidelineVersion.content, raiseload=True))
    )


async def get_edition(session: AsyncSession, version_id: uuid.UUID) -> Edition:
    """Read a version; it is there, since what refers to it holds a foreign key."""
    row = (await session.scalars(_versions(session).where(GuidelineVersion.id == version_id))).one()
    return await edition_of(session, row)


async def get_edition_by_number(session: AsyncSession, number: int) -> Edition | None:
    """Read a version by its number in the tenant."""
    row = await session.scalar(_versions(session).where(GuidelineVersion.number == number))
    return await edition_of(session, row) if row is not None else None


async def get_published(session: AsyncSession) -> GuidelineVersion | None:
    """Read the row of the version in force, without its content."""
    return await session.scalar(_versions(session).where(GuidelineVersion.status == "published"))


async def get_base(session: AsyncSession, template: str) -> Edition | None:
    """Read the built-in guideline a scheme was adopted from, as it was then; None for a scheme of one's own."""
    row = await session.scalar(
        _versions(session)
        .where(GuidelineVersion.template == template, GuidelineVersion.base_digest == GuidelineVersion.digest)
        .order_by(GuidelineVersion.number.desc())
        .limit(1)
    )
    return await edition_of(session, row) if row is not None else None


def unpublished() -> DomainError:
    """Say that the tenant has no guideline yet."""
    return DomainError(ErrorCode.NOT_FOUND, "本租户尚未发布方案。")


async def current_edition(session: AsyncSession) -> Edition:
    """Read the published version of the tenant."""
    row = await get_published(session)
    if row is None:
        raise unpublished()
    return await edition_of(session, row)


async def current_editions(session: AsyncSession, keys: list[str]) -> Mapping[str, Edition]:
    """Read the published version once for a whole request (loader batch)."""
    edition = await current_edition(session)
    return dict.fromkeys(keys, edition)


async def list_versions(session: AsyncSession) -> Sequence[GuidelineVersion]:
    """List all versions of the tenant without their content, newest first."""
    return (await session.scalars(_versions(session).order_by(GuidelineVersion.number.desc()))).all()


async def lock_publishing(session: AsyncSession) -> None:
    """Make whoever else publishes for this tenant wait until this transaction ends."""
    key = f"guideline:{session.info['tenant_id']}"
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


async def count_units(session: AsyncSession, kinds: Collection[str]) -> Mapping[str, int]:
    """Count the tenant's units of these kinds; kinds without units are left out."""
    statement = (
        select(_UNITS.c.kind, func.count())
        .where(_UNITS.c.tenant_id == session.info["tenant_id"], _UNITS.c.kind.in_(kinds))
        .group_by(_UNITS.c.kind)
    )
    return {str(kind): int(count) for kind, count in await session.execute(statement)}
