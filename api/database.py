"""Opens the database as the settings tell: two pools, each acting as a role that owns nothing."""

from api.settings import Settings
from tenants.database import Database, create_engine

RUNTIME_ROLE = "wuyi_runtime"
PLATFORM_ROLE = "wuyi_platform"


def open_database(settings: Settings) -> Database:
    """Make the pools; no connection is opened yet.

    A role's own URL is used as it is; with DATABASE_URL alone, each connection takes the role on.
    """
    runtime, platform = settings.runtime_database_url, settings.platform_database_url
    return Database(
        runtime=create_engine(
            runtime or settings.database_url,
            role=None if runtime else RUNTIME_ROLE,
            pool_size=settings.pool_size,
        ),
        platform=create_engine(
            platform or settings.database_url,
            role=None if platform else PLATFORM_ROLE,
            pool_size=settings.pool_size,
        ),
        statement_timeout_ms=settings.statement_timeout_ms,
    )
