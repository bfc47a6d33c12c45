"""What a command reads from the environment, checked before anything is opened."""

import os
from typing import Any

from api.cli.failure import CommandError
from api.settings import Settings

DRIVER = "postgresql+asyncpg://"
URL_VARIABLES = ("DATABASE_URL", "RUNTIME_DATABASE_URL", "PLATFORM_DATABASE_URL", "DIRECT_DATABASE_URL")


def read_settings(**chosen: Any) -> Settings:
    """Read the settings; what was chosen on the command line wins, an option left out does not."""
    require_asyncpg()
    return Settings(**{name: value for name, value in chosen.items() if value is not None})


def owner_url() -> str:
    """Give the URL of the database's owner, who migrates."""
    require_asyncpg()
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise CommandError(f"未设置 DATABASE_URL；形如 {DRIVER}owner:password@host/database。")
    return url


def require_asyncpg() -> None:
    """Refuse a database URL of another form, without repeating it: it may hold a password."""
    for name in URL_VARIABLES:
        url = os.environ.get(name)
        if url and not url.startswith(DRIVER):
            raise CommandError(f"{name} 不是 asyncpg 形式；形如 {DRIVER}user:password@host/database。")
