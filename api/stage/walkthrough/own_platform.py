"""A platform of the walk's own, with a clock the walk moves, in a folder that is thrown away."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from api.database import open_database
from api.embedded import embedded_postgres
from api.logging import configure_logging
from api.stage.demo.platform import DatabaseUrls, bind, local_url, migrate, running, settings_for
from api.stage.demo.seeding import ensure_operator
from api.stage.walkthrough.clock import MovableClock

WORKER_SECONDS = 0.5
"""Pause between two rounds of the own platform's worker: how long the walk waits for a night, at most."""
LOCALHOST = "127.0.0.1"


@asynccontextmanager
async def own_platform() -> AsyncIterator[tuple[str, MovableClock]]:
    """Run a platform while the block lasts; give its address and its clock."""
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-walk-", ignore_cleanup_errors=True) as folder,
        bind(LOCALHOST, 0) as listener,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        own = local_url(listener)
        urls = DatabaseUrls(server.url(), server.url("wuyi_runtime"), server.url("wuyi_platform"))
        settings = settings_for(urls, own).model_copy(update={"worker_seconds": WORKER_SECONDS})
        configure_logging(settings)
        await migrate(urls)
        database = open_database(settings)
        await ensure_operator(database)
        await database.dispose()
        clock = MovableClock()
        async with running(settings, listener, clock):
            yield own, clock
