"""Every statement on guideline versions and their withdrawals."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from cachetools import LRUCache
from sqlalchemy import Date, Select, bindparam, or_, select, text

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.statements import TENANT, given, one_of
from schema.guidelines.rules import Term, common_kinds, digest_of, spans
from schema.guidelines.rules.format import Guideline
from schema.guidelines.tables import GuidelineVersion, GuidelineWithdrawal
from tenants.database import Session

_ADVISORY = text("select pg_advisory_xact_lock(hashtextextended(:key, 0))")
_ADVISORY_SHARED = text("select pg_advisory_xact_lock_shared(hashtextextended(:key, 0))")


@dataclass(frozen=True, slots=True)
class Edition:
    """A guideline version ready for use: the row's identity and its content as an object."""

    id: uuid.UUID
    number: int
    digest: str
    published_at: datetime
    guideline: Guideline


@dataclass(frozen=True, slots=True)
class Calendar:
    """All versions of a tenant, newest first, without their content, and the withdrawals by version."""

    versions: Sequence[GuidelineVersion]
    withdrawals: Mapping[uuid.UUID, GuidelineWithdrawal]

    def term(self, version: GuidelineVersion) -> Term:
        """Tell the days of a version."""
        withdrawal = self.withdrawals.get(version.id)
        return Term(
            number=version.number,
            effective_from=version.effective_from,
            effective_until=version.effective_until,
            withdrawn_on=withdrawal.effective_on if withdrawal is not None else None,
        )

    @property
    def terms(self) -> list[Term]:
        """Tell the days of all versions."""
        return [self.term(version) for version in self.versions]


_PARSED: LRUCache[str, Guideline] = LRUCache(maxsize=256)
_EDITIONS: LRUCache[tuple[uuid.UUID, uuid.UUID], Edition] = LRUCache(maxsize=2_048)
"""Editions by tenant and version: rows that never change."""
_IN_FORCE = "editions in force"
"""Where a session keeps which version it found in force on a day."""


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


async def edition_of(session: Session, row: GuidelineVersion) -> Edition:
    """Make an edition of a row; its content is read only where this process has not yet parsed it."""
    edition = _EDITIONS.get((row.tenant_id, row.id))
    if edition is None:
        edition = _EDITIONS[row.tenant_id, row.id] = await _read_edition(session, row)
    return edition


async def _read_edition(session: Session, row: GuidelineVersion) -> Edition:
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


def _versions(session: Session) -> Select[GuidelineVersion]:
    """Select the tenant's versions without their content, which is parsed once in a process."""
    return select(GuidelineVersion).where(GuidelineVersion.tenant_id == session.info["tenant_id"])


async def get_edition(session: Session, version_id: uuid.UUID) -> Edition:
    """Read a version; it is there, since what refers to it holds a foreign key."""
    return (await editions_by_ids(session, [version_id]))[version_id]


async def editions_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Edition]:
    """Read versions with their content, once in a process (loader batch)."""
    tenant_id = session.info["tenant_id"]
    known = {version: edition for version in ids if (edition := _EDITIONS.get((tenant_id, version)))}
    missing = [version for version in ids if version not in known]
    if not missing:
        return known
    rows = await session.scalars(_versions(session).where(one_of(GuidelineVersion.id, missing)))
    return known | {row.id: await edition_of(session, row) for row in rows.all()}


async def ever_published(session: Session) -> Sequence[Edition]:
    """Read all versions of the tenant, those to come and those withdrawn too."""
    ids = await session.scalars(
        select(GuidelineVersion.id).where(GuidelineVersion.tenant_id == session.info["tenant_id"])
    )
    return list((await editions_by_ids(session, list(ids))).values())


async def get_edition_by_number(session: Session, number: int) -> Edition | None:
    """Read a version by its number in the tenant."""
    row = await session.scalar(_versions(session).where(GuidelineVersion.number == number))
    return await edition_of(session, row) if row is not None else None


async def get_in_force(session: Session, on: date) -> GuidelineVersion | None:
    """Read the row of the version in force on a local day, without its content; `rules.terms` says which it is."""
    return await session.scalar(_in_force(), given(session, on=on))


@cache
def _in_force() -> Select[GuidelineVersion]:
    on = bindparam("on", type_=Date)
    ended = (
        select(GuidelineWithdrawal.id)
        .where(
            GuidelineWithdrawal.tenant_id == GuidelineVersion.tenant_id,
            GuidelineWithdrawal.version_id == GuidelineVersion.id,
            GuidelineWithdrawal.effective_on <= on,
        )
        .exists()
    )
    return (
        select(GuidelineVersion)
        .where(
            GuidelineVersion.tenant_id == TENANT,
            GuidelineVersion.effective_from <= on,
            or_(GuidelineVersion.effective_until.is_(None), GuidelineVersion.effective_until >= on),
            ~ended,
        )
        .order_by(GuidelineVersion.effective_from.desc(), GuidelineVersion.number.desc())
        .limit(1)
    )


async def get_base(session: Session, template: str) -> Edition | None:
    """Read the built-in guideline a scheme was adopted from, as it was then; None for a scheme of one's own."""
    row = await session.scalar(
        _versions(session)
        .where(GuidelineVersion.template == template, GuidelineVersion.base_digest == GuidelineVersion.digest)
        .order_by(GuidelineVersion.number.desc())
        .limit(1)
    )
    return await edition_of(session, row) if row is not None else None


def not_in_force(on: date) -> DomainError:
    """Say that no guideline is in force on a day."""
    return DomainError(ErrorCode.NOT_FOUND, f"{on}没有生效的方案。")


async def find_current_edition(session: Session, on: date) -> Edition | None:
    """Read the version in force on a local day, if there is one; once in a transaction, unless it publishes."""
    known: dict[date, Edition] = session.info.setdefault(_IN_FORCE, {})
    if on not in known:
        row = await get_in_force(session, on)
        if row is None:
            return None
        known[on] = await edition_of(session, row)
    return known[on]


async def current_edition(session: Session, on: date) -> Edition:
    """Read the version in force on a local day, or refuse with NOT_FOUND."""
    edition = await find_current_edition(session, on)
    if edition is None:
        raise not_in_force(on)
    return edition


async def current_editions(session: Session, days: list[date]) -> Mapping[date, Edition]:
    """Read the version in force on each day once for a whole request (loader batch)."""
    rows = {day: await get_in_force(session, day) for day in days}
    return {day: await edition_of(session, row) for day, row in rows.items() if row is not None}


async def list_versions(session: Session) -> Sequence[GuidelineVersion]:
    """List all versions of the tenant without their content, newest first."""
    return (await session.scalars(_versions(session).order_by(GuidelineVersion.number.desc()))).all()


async def read_calendar(session: Session) -> Calendar:
    """Read all versions with the days they were published for."""
    rows = await session.scalars(
        select(GuidelineWithdrawal).where(GuidelineWithdrawal.tenant_id == session.info["tenant_id"])
    )
    withdrawals = {row.version_id: row for row in rows}
    return Calendar(await list_versions(session), withdrawals)


async def calendars(session: Session, keys: list[str]) -> Mapping[str, Calendar]:
    """Read the calendar once for a whole request (loader batch)."""
    return dict.fromkeys(keys, await read_calendar(session))


async def kinds_to_come(session: Session, on: date) -> frozenset[str]:
    """List the unit kinds that every version in force on the day or later has.

    Whoever makes units asks this first: it keeps others from publishing until the transaction ends, so that no
    kind is dropped while units of it are being made.
    """
    await session.execute(_ADVISORY_SHARED, _advisory_key(session))
    calendar = await read_calendar(session)
    numbers = {span.number for span in spans(calendar.terms, on)}
    editions = [await edition_of(session, row) for row in calendar.versions if row.number in numbers]
    return common_kinds([edition.guideline for edition in editions])


async def lock_publishing(session: Session) -> None:
    """Make whoever else publishes or makes units for this tenant wait until this transaction ends."""
    await session.execute(_ADVISORY, _advisory_key(session))
    session.info.pop(_IN_FORCE, None)


def _advisory_key(session: Session) -> Mapping[str, str]:
    return {"key": f"guideline:{session.info['tenant_id']}"}
