"""The demo in the foreground: start, migrate, seed once, serve, tell, and wait to be stopped."""

from pathlib import Path

import typer
from rich.console import Console

from api.database import open_database
from api.logging import configure_logging
from api.settings import Settings
from api.stage.demo import record
from api.stage.demo.platform import bind, database_urls, local_url, migrate, running, settings_for
from api.stage.demo.seeding import demo_districts, seed
from api.stage.demo.show import show


async def run_demo(directory: Path, host: str, port: int, console: Console) -> None:
    """Serve the demo until cancelled. One line `ready <url>` tells when it accepts requests."""
    with bind(host, port) as listener, database_urls(directory) as urls:
        url = local_url(listener)
        settings = settings_for(urls, url, default_tenant=demo_districts()[0].district.slug)
        configure_logging(settings)
        await migrate(urls)
        keys = await _seeded(settings, record.known_keys(directory))
        async with running(settings, listener) as ended:
            description = record.describe(url, keys)
            record.write(directory, description)
            show(console, description)
            typer.echo(f"ready {url}")
            await ended


async def _seeded(settings: Settings, known_keys: dict[str, str]) -> dict[str, str]:
    database = open_database(settings)
    try:
        return await seed(database, known_keys)
    finally:
        await database.dispose()
