"""The platform the page tests visit: the real one on a copy of the stage, with the door of its pages watched."""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from admin_ui.app import create_admin_ui
from admin_ui.client import Execute, Files
from api.app import SCHEMAS
from api.composition import compose
from api.embedded import EmbeddedPostgres
from api.settings import Settings
from tests.admin_ui.recording import Api, WatchedFiles
from tests.builders.databases import Urls, urls_of

TEMPLATE = "scene"


@dataclass(frozen=True, slots=True)
class Copies:
    """Makes copies of the stage, of which nobody else knows."""

    server: EmbeddedPostgres
    administration: AsyncEngine
    files: Path
    clock: Callable[[], datetime]

    async def renew(self, name: str) -> Urls:
        """Copy the stage anew; who is still connected to an earlier copy of this name connects again."""
        async with self.administration.connect() as connection:
            await connection.execute(text(f"drop database if exists {name} with (force)"))
            await connection.execute(text(f"create database {name} template {TEMPLATE}"))
        return urls_of(self.server, name)


@dataclass(frozen=True, slots=True)
class Office:
    """A platform that runs, and what its pages ask."""

    app: Starlette
    api: Api


def settings_for(urls: Urls, files: Path, **more: Any) -> Settings:
    """Run on a database, with files in a folder."""
    return Settings(
        runtime_database_url=urls.runtime,
        platform_database_url=urls.platform,
        secret="a secret of the tests, 32 characters",
        pool_size=4,
        evidence={"url": f"file:{files}"},
        **{"answer_cache_bytes": 0} | more,  # every page is read anew: what is kept has tests of its own
    )


@contextlib.asynccontextmanager
async def opened(copies: Copies, name: str, *, shared: bool = False, **more: Any) -> AsyncIterator[Office]:
    """Run a platform on a copy of the stage for as long as it is needed."""
    api = Api(shared=shared)

    def watched(execute: Execute, kept: Files, *, secure_cookies: bool) -> Starlette:
        return create_admin_ui(api.door(execute), WatchedFiles(api, kept), secure_cookies=secure_cookies)

    settings = settings_for(await copies.renew(name), copies.files, **more)
    app = compose(settings, SCHEMAS, watched, (), copies.clock)
    async with app.router.lifespan_context(app):
        yield Office(app, api)
