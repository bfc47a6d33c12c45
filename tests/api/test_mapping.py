"""Tables are mapped before anybody is listened to: the first request does not wait for it."""

import subprocess
import sys

STARTED = """
import asyncio
from api.app import create_app
from api.settings import Settings
from tenants.base import Base

def configured():
    return {mapper.configured for mapper in Base.registry.mappers}

async def start():
    nowhere = "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"
    app = create_app(
        Settings(runtime_database_url=nowhere, platform_database_url=nowhere, secret="0" * 32, pool_size=1)
    )
    print(configured())
    async with app.router.lifespan_context(app):
        print(configured())

asyncio.run(start())
"""


def test_mappers_are_configured_once_the_application_has_started() -> None:
    """In a process of its own, and with the database away: nothing was asked, yet all is mapped."""
    command = [sys.executable, "-c", STARTED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own text
    told = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert told == ["{False}", "{True}"]
