"""Versions of tenants: what was read of a tenant may be kept until its version changes, and no longer.

Each transaction that wrote appends a row (never one updated row, for which all writers would queue) and tells its
own process when it has committed; every other process asks for new rows every quarter of a second. Transactions
commit in another order than their numbers have, so a poll asks anew for all from the oldest that was still
open at the poll before.

It fails closed: a process whose last answered question is older than a second trusts nothing it has kept.
"""

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

import structlog
from asyncpg import Connection
from sqlalchemy import BigInteger, delete, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base

log = structlog.get_logger(__name__)

REGISTER = uuid.UUID(int=0)
"""The subject that stands for the register of tenants itself."""
TRUSTED_SECONDS = 1.0
POLL_SECONDS = 0.25
_WORN_SECONDS = 600.0
"""After such a silence rows may have been cleaned away: everything is taken to have changed."""

_BOOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)
_NO_HORIZON = (1 << 63) - 1

POLL = """
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon, v.xid, v.subject
from (select) one left join versions v on v.xid >= $1
"""


class Version(Base):
    """That a committed transaction changed what is known of `subject`: a tenant, or REGISTER."""

    __tablename__ = "versions"

    xid: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, server_default=text("(pg_current_xact_id()::text)::bigint")
    )
    subject: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)


ACCESS_TABLES = frozenset({"access_tokens", "api_clients", "delegations", "memberships", "officials"})
"""What tells who calls and what they may do."""


def access_of(tenant_id: uuid.UUID) -> uuid.UUID:
    """Name the subject that stands for who may do what in a tenant: it changes far less often than the tenant."""
    return uuid.uuid5(tenant_id, "access")


def appending(subjects: Iterable[uuid.UUID]) -> str:
    """Write the statement that appends versions, if the transaction it ends wrote anything."""
    rows = ", ".join(f"('{uuid.UUID(str(subject))}'::uuid)" for subject in subjects)
    return (
        f"insert into versions (subject) select s from (values {rows}) v (s)"  # noqa: S608 - UUIDs
        " where pg_current_xact_id_if_assigned() is not null"
    )


def subjects_of(tenant_id: uuid.UUID, touched: Iterable[str]) -> list[uuid.UUID]:
    """Tell of what a tenant's transaction makes a version that touched these tables."""
    return [tenant_id, *([access_of(tenant_id)] if ACCESS_TABLES.intersection(touched) else [])]


async def forget_versions(session: AsyncSession, before: datetime) -> None:
    """Delete rows every process has seen long ago."""
    await session.execute(delete(Version).where(Version.at < before))


def _boot_time() -> float:
    """Tell the time since the machine started, in seconds, the time it slept included."""
    return time.monotonic() if _BOOT is None else time.clock_gettime(_BOOT)


class Versions:
    """The versions of all tenants as this process knows them."""

    def __init__(self, now: Callable[[], float] = _boot_time) -> None:
        self._now = now
        self._changes: Counter[uuid.UUID] = Counter()
        self._all = 0
        self._asked_at = float("-inf")
        self._horizon = _NO_HORIZON
        self._seen: set[tuple[int, uuid.UUID]] = set()

    def of(self, subject: uuid.UUID) -> tuple[int, int] | None:
        """Give the version to compare with; None while nothing that was kept may be trusted."""
        if self._now() - self._asked_at > TRUSTED_SECONDS:
            return None
        return self._all, self._changes[subject]

    def of_both(self, subject: uuid.UUID, other: uuid.UUID) -> tuple[int, int, int] | None:
        """Give the versions of two subjects at the same moment; None while nothing may be trusted."""
        if self._now() - self._asked_at > TRUSTED_SECONDS:
            return None
        return self._all, self._changes[subject], self._changes[other]

    def changed(self, subject: uuid.UUID) -> None:
        """Take note of a change that this process committed."""
        self._changes[subject] += 1

    def everything_changed(self) -> None:
        """Trust nothing that was kept until now."""
        self._all += 1

    async def poll(self, connection: Connection) -> None:
        """Ask once what changed; the answer counts from the moment it was asked for."""
        asked_at = self._now()
        rows = await connection.fetch(POLL, self._horizon)
        horizon = rows[0]["horizon"]
        if horizon < self._horizon or asked_at - self._asked_at > _WORN_SECONDS:
            self.everything_changed()  # first question, long silence, or a database restored from a copy
        new = {(row["xid"], row["subject"]) for row in rows if row["xid"] is not None}
        for _, subject in new - self._seen:
            self.changed(subject)
        self._seen = {each for each in new if each[0] >= horizon}
        self._horizon, self._asked_at = horizon, asked_at

    async def follow(self, connect: Callable[[], Awaitable[Connection]]) -> None:
        """Go on asking until cancelled; an outage is waited out, and nothing is trusted meanwhile."""
        told = False
        while True:
            try:
                connection = await connect()
                try:
                    while True:
                        async with asyncio.timeout(TRUSTED_SECONDS):  # `wait_for` loses a cancellation
                            await self.poll(connection)
                        told = False
                        await asyncio.sleep(POLL_SECONDS)
                finally:
                    connection.terminate()
            except Exception as error:  # noqa: BLE001 - an outage, whatever its shape, must not end the asking
                if not told:
                    log.warning("versions not read", reason=type(error).__name__)
                told = True
                await asyncio.sleep(POLL_SECONDS)
