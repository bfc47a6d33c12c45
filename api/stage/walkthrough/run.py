"""Runs the walk against a platform, or against one of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pkgutil import resolve_name

import httpx
import typer
from rich.console import Console

from api.stage.walkthrough.clock import MovableClock
from api.stage.walkthrough.report import print_step, print_summary, to_json
from api.stage.walkthrough.stage import Stage
from api.stage.walkthrough.steps import walk

TIMEOUT_SECONDS = 30
OWN_PLATFORM = "api.stage.walkthrough.own_platform:own_platform"  # a whole platform: loaded to run one


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
    async with resolve_name(OWN_PLATFORM)() as own:
        yield own
