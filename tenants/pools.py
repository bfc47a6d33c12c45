"""Pools of connections, each to one login role: nothing of the platform's travels as a start-up parameter.

A pooler in between drops or refuses such parameters (PgBouncer 1.18 does), and with a dropped role would go what
row security relies on. So a role signs in as itself, and settings are made inside of each transaction. Where it pools
transactions, a statement that was prepared by name is looked for on a connection that never heard of it.
"""

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from tenants.arrays import ArrayCompiler
from tenants.connections import WHO, require_role
from tenants.scoping import TenantCompiler

STATEMENTS_KEPT = 500
"""Prepared statements a connection keeps: more than the platform has that are asked often."""
NAMELESS = {
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": str,
    "statement_cache_size": 0,
}
"""How a connection keeps no statement: each is parsed, unnamed, for the one time it is run."""


class Compiler(TenantCompiler, ArrayCompiler):
    """Compiles what the platform asks: each table with its tenant, each list of values as one array."""


def create_engine(url: str, *, pool_size: int = 5) -> AsyncEngine:
    """Open a pool on an asyncpg URL for whoever begins transactions as SQLAlchemy does: owners, tools, tests."""
    return create_async_engine(url, pool_size=pool_size)


def create_pool(
    url: str, *, role: str, pool_size: int = 10, watched: Collection[str] = (), prepared: bool = True
) -> AsyncEngine:
    """Open the pool of a role, for `tenants.transactions`, which begins and ends its transactions itself.

    No connection is asked whether it lives: the first message of a transaction tells. None is opened beyond
    `pool_size`, to be closed at once when it comes back. One that acts as another role than `role` raises
    WrongRoleError when it is opened; one that comes back amid a transaction is closed. Which of the `watched` tables
    a transaction names in anything but a select is kept for who runs it. Unless `prepared`, no statement has a name.
    """
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_use_lifo=True,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        connect_args={"prepared_statement_cache_size": STATEMENTS_KEPT} if prepared else NAMELESS,
    )
    engine.dialect.statement_compiler = Compiler

    @event.listens_for(engine.sync_engine, "connect", insert=True)
    def stay_on_one_line(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.run_async(lambda driver: driver.execute("begin"))

    @event.listens_for(engine.sync_engine, "connect")
    def ask_who_it_is(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(WHO)
        (acting,) = cursor.fetchone() or ("",)
        cursor.close()
        connection.run_async(lambda driver: driver.execute("rollback"))
        require_role(driver_of(connection), acting, role)

    @event.listens_for(engine.sync_engine, "checkin")
    def close_unfinished(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        if connection is not None and driver_of(connection).is_in_transaction():
            entry.invalidate()

    if watched:
        names = re.compile("|".join(rf"\b{name}\b" for name in watched))

        @event.listens_for(engine.sync_engine, "before_cursor_execute")
        def watch(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            touched = connection.info.get("touched")
            if touched is not None and statement[:6].lower() != "select":
                touched.update(names.findall(statement))

    return engine


def driver_of(connection: DBAPIConnection) -> Any:
    """Give asyncpg's own connection behind the one SQLAlchemy made of it."""
    return connection.driver_connection
