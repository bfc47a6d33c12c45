"""Alembic's entry: runs the migrations on an asyncpg connection, one transaction for all."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from schema.metadata import METADATA


def run(connection: Connection) -> None:
    """Run what is asked on a connection; concurrent upgrades wait for each other."""
    context.configure(connection=connection, target_metadata=METADATA, compare_type=True)
    with context.begin_transaction():
        connection.execute(text("select pg_advisory_xact_lock(4242000001)"))
        context.run_migrations()


async def run_online() -> None:
    """Open the owner's connection."""
    engine = create_async_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


asyncio.run(run_online())
