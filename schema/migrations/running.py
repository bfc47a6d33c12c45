"""Runs migrations by Alembic, which whoever only serves does without.

Each migration is a transaction of its own and waits a short while for a lock, since whoever reads a table queues behind
a migration that waits for it. One that did not get its lock is undone and tried anew after a pause, while readers pass.
"""

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

LOCK_TIMEOUT_MS = 2_000
ATTEMPTS = 30
LONGEST_PAUSE_SECONDS = 10
_NO_LOCK = "55P03"


def configuration(url: str) -> Config:
    """Configure Alembic for an asyncpg URL of the database's owner."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    config.attributes["lock_timeout_ms"] = LOCK_TIMEOUT_MS
    return config


def upgrade(url: str, revision: str) -> None:
    """Bring the database to a revision; raise `CommandError` where a lock could not be had in some five minutes.

    Migrations that ended before are kept: the next run goes on after them.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            command.upgrade(configuration(url), revision)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _NO_LOCK:
                raise
            if attempt == ATTEMPTS:
                raise CommandError(
                    "数据表一直被其他事务占用，迁移没有取得锁，已完成的迁移保留；"
                    "请结束长时间未提交的事务（见 pg_stat_activity），再运行 wuyi db upgrade。"
                ) from error
            time.sleep(min(attempt, LONGEST_PAUSE_SECONDS))
        else:
            return
