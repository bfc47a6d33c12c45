"""Alembic's entry: runs the migrations on an asyncpg connection, each in a transaction of its own."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from schema.metadata import METADATA

_ONE_AT_A_TIME = text("select pg_advisory_lock(4242000001)")


def run(connection: Connection) -> None:
    """Run what is asked on a connection; concurrent upgrades wait for each other as long as it takes."""
    connection.execute(
        _ONE_AT_A_TIME
    )  # of the session: it outlasts each transaction and ends with the connection
    connection.execute(text(f"set lock_timeout = {int(context.config.attributes['lock_timeout_ms'])}"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_online() -> None:
    """Open the owner's connection, and close it whatever comes."""
    engine = create_async_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(run_online())
