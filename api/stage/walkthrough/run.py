"""Runs the walk against a platform, or against one of its own in a folder that is thrown away."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import typer
from rich.console import Console

from api.database import open_database
from api.embedded import embedded_postgres
from api.logging import configure_logging
from api.stage.demo.platform import DatabaseUrls, bind, local_url, migrate, running, settings_for
from api.stage.demo.seeding import ensure_operator
from api.stage.walkthrough.clock import MovableClock
from api.stage.walkthrough.report import print_step, print_summary, to_json
from api.stage.walkthrough.stage import Stage
from api.stage.walkthrough.steps import walk

TIMEOUT_SECONDS = 30
WORKER_SECONDS = 0.5
"""Pause between two rounds of the own platform's worker: how long the walk waits for a night, at most."""
LOCALHOST = "127.0.0.1"


async def walk_through(url: str | None, *, as_json: bool) -> bool:
    """Take all steps and print them; tell whether none failed. With `as_json` standard output is JSON alone."""
    console = Console(stderr=as_json)
    results = []
    async with (
        _platform_at(url) as (base, clock),
        httpx.AsyncClient(base_url=base, timeout=TIMEOUT_SECONDS) as http,
    ):
        console.print(f"平台 {base}", highlight=False)
        async for result in walk(Stage(http, clock)):
            results.append(result)
            print_step(console, len(results), result)
    print_summary(console, results)
    if as_json:
        typer.echo(to_json(results))
    return all(result.ok for result in results)


@asynccontextmanager
async def _platform_at(url: str | None) -> AsyncIterator[tuple[str, MovableClock | None]]:
    """Give the address of the platform to walk; without one, run a platform while the block lasts, with its clock."""
    if url is not None:
        yield url.rstrip("/"), None
        return
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
