"""Probes: alive (the process answers) and ready (the database is there, migrated, and isolates tenants)."""

from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from schema.migrations import behind, head
from tenants.connections import WrongRoleError
from tenants.database import Database
from tenants.posture import read_posture

log = structlog.get_logger(__name__)

OK = "ok"


async def alive(_request: Request) -> Response:
    """Answer that the process runs; the database is not asked, so its failure restarts nothing."""
    return JSONResponse({"status": OK}, headers={"Cache-Control": "no-store"})


def readiness(database: Database) -> Callable[[Request], Awaitable[Response]]:
    """Make the probe that keeps traffic away until it would be served, and served safely."""

    async def ready(_request: Request) -> Response:
        checks = {
            "runtime": await _check(database.runtime),
            "platform": await _check(database.platform),
        }
        good = all(state == OK for state in checks.values())
        if not good:
            log.warning("not ready", **checks)
        return JSONResponse(
            {"status": OK if good else "unavailable", "checks": checks},
            200 if good else 503,
            headers={"Cache-Control": "no-store"},
        )

    return ready


async def _check(engine: AsyncEngine) -> str:
    try:
        posture = await read_posture(engine)
    except WrongRoleError as error:
        return f"wrong role: {error}"
    except (OSError, SQLAlchemyError) as error:
        log.warning("database unreachable", exc_info=error)
        return "unreachable"
    if posture.bypasses_row_security or posture.owns_tables:
        return "role too powerful: it owns tables or bypasses row security"
    if behind(posture.revision):
        return f"database at revision {posture.revision}, this release needs {head()}"
    return OK
