"""Runs the walk against a platform, or against one of its own in a folder that is thrown away."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import typer
from rich.console import Console

from api.database import open_database
from api.demo.platform import DatabaseUrls, bind, local_url, migrate, running, settings_for
from api.demo.seeding import ensure_operator
from api.embedded import embedded_postgres
from api.logging import configure_logging
from api.walkthrough.report import print_step, print_summary, to_json
from api.walkthrough.stage import Stage
from api.walkthrough.steps import walk

TIMEOUT_SECONDS = 30
LOCALHOST = "127.0.0.1"


async def walk_through(url: str | None, *, as_json: bool) -> bool:
    """Take all steps and print them; tell whether all held. With `as_json` standard output is JSON alone."""
    console = Console(stderr=as_json)
    results = []
    async with _platform_at(url) as base, httpx.AsyncClient(base_url=base, timeout=TIMEOUT_SECONDS) as http:
        console.print(f"平台 {base}", highlight=False)
        async for result in walk(Stage(http)):
            results.append(result)
            print_step(console, len(results), result)
    print_summary(console, results)
    if as_json:
        typer.echo(to_json(results))
    return all(result.ok for result in results)


@asynccontextmanager
async def _platform_at(url: str | None) -> AsyncIterator[str]:
    """Give the address of the platform to walk; without one, run a platform while the block lasts."""
    if url is not None:
        yield url.rstrip("/")
        return
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-walk-", ignore_cleanup_errors=True) as folder,
        bind(LOCALHOST, 0) as listener,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        own = local_url(listener)
        urls = DatabaseUrls(server.url(), server.url("wuyi_runtime"), server.url("wuyi_platform"))
        settings = settings_for(urls, own)
        configure_logging(settings)
        await migrate(urls)
        database = open_database(settings)
        await ensure_operator(database)
        await database.dispose()
        async with running(settings, listener):
            yield own
