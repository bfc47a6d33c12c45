"""Transactions as the platform runs them: opened and bound to a tenant in one message, ended in one.

Each is opened before its first statement is known, so that a connection that died meanwhile is noticed while
nothing has been done yet, and another one is taken.
"""

import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from asyncpg import InterfaceError
from sqlalchemy import Select, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm import Session as SyncSession
from sqlalchemy.pool import AsyncAdaptedQueuePool

from tenants.connections import GONE
from tenants.reading import ReadingSession, WritingSession

_DEAD = (*GONE, InterfaceError)


class LockingSession(SyncSession):
    """A session that reads a row anew whenever it locks it: whoever held it before may have changed it."""


@event.listens_for(LockingSession, "do_orm_execute")
def _read_locked_rows_anew(state: ORMExecuteState) -> None:
    if isinstance(state.statement, Select) and state.statement._for_update_arg is not None:  # noqa: SLF001 - there is no public name
        state.update_execution_options(populate_existing=True)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a transaction is run: for which tenant, for reading only or not, how long a statement may take.

    Without a tenant no tenant's row is visible. A transaction for reading sees one moment throughout.
    """

    tenant_id: uuid.UUID | None
    statement_timeout_ms: int
    to_read: bool = False

    @property
    def opening(self) -> str:
        """Write the message that begins the transaction. The settings end with it, never with the session."""
        begin = "begin isolation level repeatable read read only" if self.to_read else "begin"
        settings = {
            "timezone": "'UTC'",
            "jit": "off",
            "statement_timeout": str(int(self.statement_timeout_ms)),
        }
        if self.tenant_id is not None:
            settings["app.tenant_id"] = f"'{uuid.UUID(str(self.tenant_id))}'"
        return "; ".join([begin, *(f"set local {name} = {value}" for name, value in settings.items())])


async def open_transaction(engine: AsyncEngine, terms: Terms) -> tuple[AsyncConnection, Any]:
    """Take a connection that lives and begin a transaction on it; give it and the driver's own.

    One that died in the pool is thrown away and another taken. Raises what the driver raises when none can be made.
    """
    spare = engine.pool.size() if isinstance(engine.pool, AsyncAdaptedQueuePool) else 0
    while True:
        connection = await engine.connect()
        try:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute(terms.opening)
        except BaseException as error:
            await _throw_away(connection)
            spare -= 1
            if spare < 0 or not isinstance(error, _DEAD):
                raise
        else:
            return connection, driver


@asynccontextmanager
async def transaction(
    engine: AsyncEngine,
    terms: Terms,
    closing: Callable[[], str] = lambda: "commit",
    touched: set[str] | None = None,
) -> AsyncIterator[AsyncSession]:
    """Run a transaction: ended by the message `closing` gives on leaving, rolled back on an exception.

    `touched` is a set to which the tables are added that the pool watches for (see `create_pool`), as they are written.
    """
    connection, driver = await open_transaction(engine, terms)
    connection.info["touched"] = touched
    try:
        async with session_on(connection, terms) as session:
            yield session
            await session.commit()  # writes what is pending; the driver's transaction goes on
        await driver.execute(closing())
    except BaseException:
        await roll_back(connection, driver)
        raise
    await connection.close()


def session_on(connection: AsyncConnection, terms: Terms) -> AsyncSession:
    """Make a session on a connection whose transaction is open; coroutines may share one that only reads."""
    info = {} if terms.tenant_id is None else {"tenant_id": terms.tenant_id}
    kind = ReadingSession if terms.to_read else WritingSession
    return kind(connection, sync_session_class=LockingSession, expire_on_commit=False, info=info)


async def roll_back(connection: AsyncConnection, driver: Any) -> None:
    """Undo an open transaction and give its connection back; one that cannot is thrown away."""
    try:
        await driver.execute("rollback")
    except BaseException as error:
        await _throw_away(connection)
        if not isinstance(error, Exception):
            raise
    else:
        await connection.close()


async def _throw_away(connection: AsyncConnection) -> None:
    await connection.invalidate()
    await connection.close()
