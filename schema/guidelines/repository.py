"""Every statement on guideline versions."""

import uuid
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from schema.errors import DomainError, ErrorCode
from schema.guidelines.format import Guideline
from schema.guidelines.tables import GuidelineVersion


@dataclass(frozen=True, slots=True)
class Edition:
    """A guideline version ready for use: the row's identity and its content as an object."""

    id: uuid.UUID
    number: int
    digest: str
    guideline: Guideline


_PARSED: LRUCache[str, Guideline] = LRUCache(maxsize=256)


def parsed(digest: str, content: dict[str, Any]) -> Guideline:
    """Parse a version's content once in a process: it never changes, its digest is its identity."""
    guideline = _PARSED.get(digest)
    if guideline is None:
        guideline = _PARSED[digest] = Guideline.model_validate(content)
    return guideline


def edition_of(row: GuidelineVersion) -> Edition:
    """Make an edition of a row."""
    return Edition(id=row.id, number=row.number, digest=row.digest, guideline=parsed(row.digest, row.content))


async def get_edition(session: AsyncSession, version_id: uuid.UUID) -> Edition:
    """Read a version; it is there, since what refers to it holds a foreign key."""
    row = await session.get_one(GuidelineVersion, (session.info["tenant_id"], version_id))
    return edition_of(row)


async def current_edition(session: AsyncSession) -> Edition:
    """Read the published version of the tenant."""
    row = await session.scalar(
        select(GuidelineVersion).where(
            GuidelineVersion.tenant_id == session.info["tenant_id"], GuidelineVersion.status == "published"
        )
    )
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND, "本租户尚未发布方案。")
    return edition_of(row)
