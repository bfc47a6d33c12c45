"""Migrations of the database, run by its owner: tables, roles, rights and row security."""

from functools import cache
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


def behind(revision: str | None) -> bool:
    """Tell whether a database at `revision` lacks a migration of this release.

    A revision this release does not know is a newer one: while a new release rolls out, its migrations have
    run and the old processes go on serving. Each migration must be one the release before it can live with.
    """
    return revision is None or revision in revisions()[1:]


def head() -> str:
    """Name the newest revision this release knows."""
    return revisions()[0]


@cache
def revisions() -> tuple[str, ...]:
    """List the revisions this release knows, newest first."""
    script = ScriptDirectory(str(Path(__file__).parent))
    return tuple(step.revision for step in script.walk_revisions())
