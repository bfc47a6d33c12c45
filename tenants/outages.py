"""Tells an outage of the database from a fault of ours: the first passes, the second stays."""

from asyncpg import PostgresError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_OUTAGE_CLASSES = ("08", "53", "57P")
"""SQLSTATE: connection exceptions, insufficient resources, shutdowns."""


def is_unavailable(error: BaseException) -> bool:
    """Tell whether the database could not be reached, went away or had no connection to spare."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or (error.orig is not None and is_unavailable(error.orig))
    if isinstance(error, PostgresError):
        return str(error.sqlstate).startswith(_OUTAGE_CLASSES)
    return isinstance(error, ConnectionError | PoolTimeoutError) or (
        # the socket of a server that does not run
        isinstance(error, FileNotFoundError) and error.filename is None
    )
