"""Connections of the driver: opened as the role they are for, and what tells that one has died."""

from typing import Any

from asyncpg import Connection, PostgresConnectionError, connect
from asyncpg.exceptions import (
    AdminShutdownError,
    CannotConnectNowError,
    CrashShutdownError,
    InternalClientError,
)
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.engine import make_url

WHO = "select current_user::text"
GONE = (
    AdminShutdownError,
    CannotConnectNowError,
    ConnectionError,
    CrashShutdownError,
    InternalClientError,
    PostgresConnectionError,
)
"""What tells that a connection is dead, or is just being ended by the server.

An idle connection that the server has said goodbye to, but whose line has not ended yet, lets asyncpg 0.32 refuse the
next statement with InternalClientError (`cannot switch to state`), before anything of it is sent.
"""


class WrongRoleError(RuntimeError):
    """A connection acts as another role than the one it is for: row security might not hold."""


def require_role(driver: Any, acting: str, role: str) -> None:
    """Close a connection that acts as another role than the one it is for, and raise WrongRoleError."""
    if acting != role:
        driver.terminate()
        raise WrongRoleError(f"connected as {acting!r}; this connection is for {role!r} alone")


async def connect_as(url: str, role: str, **options: Any) -> Connection:
    """Open a connection that belongs to no pool of SQLAlchemy's; raise WrongRoleError if it acts as somebody else."""
    _, address = dialect().create_connect_args(make_url(url))  # type: ignore[no-untyped-call]
    connection = await connect(**address, **options)
    try:
        async with connection.transaction():  # behind a pooler, the next message may go to another server
            acting = await connection.fetchval(WHO)
        require_role(connection, acting, role)
    except BaseException:  # whoever gave up waiting would leave it open
        connection.terminate()
        raise
    return connection
