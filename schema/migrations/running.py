"""Runs migrations by Alembic, which whoever only serves does without."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def configuration(url: str) -> Config:
    """Configure Alembic for an asyncpg URL of the database's owner."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str) -> None:
    """Bring the database to a revision."""
    command.upgrade(configuration(url), revision)
