"""Migrations of the database, run by its owner: tables, roles, rights and row security.

Which there are is read from their files, so that a server, which asks whether its database has them, has no use for
what runs them.
"""

import re
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

VERSIONS = Path(__file__).parent / "versions"
_RUN = "schema.migrations.running:upgrade"
_LINK = re.compile(r'^(down_revision|revision) = (?:"(\w+)"|None)$', re.MULTILINE)


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`; a second run changes nothing. Blocks: call it off the event loop."""
    resolve_name(_RUN)(url, revision)


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
    links = [dict(_LINK.findall(path.read_text("utf-8"))) for path in VERSIONS.glob("*.py")]
    after = {link["down_revision"]: link["revision"] for link in links}
    found: list[str] = []
    while (newer := after.get(found[-1] if found else "")) is not None:
        found.append(newer)
    return tuple(reversed(found))
