"""Migrations of the database, run by its owner: tables, roles, rights and row security."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory


def configuration(url: str) -> Config:
    """Configure Alembic for an asyncpg URL of the database's owner."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`; a second run changes nothing. Blocks: call it off the event loop."""
    command.upgrade(configuration(url), revision)


def head() -> str:
    """Name the newest revision this release knows."""
    return ScriptDirectory(str(Path(__file__).parent)).get_current_head() or ""
