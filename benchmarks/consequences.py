"""How long a zone over a street takes, previewed, confirmed and lifted: prints figures, asserts nothing.

`python -m benchmarks.consequences [COMPOUNDS]` names so many compounds of one street, 10,000 unless told, in a database
of its own that is thrown away.
"""

import asyncio
import logging
import sys
import tempfile
import uuid
from collections.abc import Awaitable
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypeVar

import structlog
from sqlalchemy import event, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.collector import spare_collector
from api.embedded import embedded_postgres
from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from authz.tables import Official
from benchmarks.onboarding import onboard
from benchmarks.simulate import NOW, PER_COMMUNITY, _row, say
from schema.designations.tables import Designation, DesignationChange
from schema.event_reports.operations.preparing import CloseHealthEvent, ReportHealthEvent
from schema.event_reports.operations.previewing import preview_event
from schema.event_reports.operations.reports import close_health_event, report_health_event
from schema.events.rules import Report
from schema.guidelines.tables import GuidelineVersion
from schema.migrations import upgrade
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database, TenantInfo

T = TypeVar("T")


async def found(database: Database, compounds: int) -> tuple[TenantInfo, OperationContext, uuid.UUID]:
    """Bring a district on board whose one street has so many named compounds."""
    tenant = await onboard(database, NOW)
    async with database.of(tenant).begin() as session:
        root = await units.get_root(session)
        version = (await session.scalars(select(GuidelineVersion.id))).one()
        official = (await session.scalars(select(Official.id))).one()
        if root is None:
            raise RuntimeError("a district has a root")
        street = _row(tenant, "S", "street", root.id, root.path)
        communities = [
            _row(tenant, f"C{number}", "community", street["id"], street["path"])
            for number in range(-(-compounds // PER_COMMUNITY))
        ]
        rows = [
            _row(tenant, f"X{number}", "compound", at["id"], at["path"])
            for number in range(compounds)
            for at in (communities[number // PER_COMMUNITY],)
        ]
        for batch in ([street], communities, rows):
            await session.execute(insert(Unit), batch)
        await _name(session, tenant, version, official, rows)
    grant = Grant(new_id(), Role.HEADQUARTERS, root.id, root.path)
    actor = Actor("official", official, "指挥部", (grant,))
    context = OperationContext(actor, database.of(tenant), clock=lambda: NOW)
    return tenant, context, street["id"]


async def _name(
    session: AsyncSession,
    tenant: TenantInfo,
    version: uuid.UUID,
    official: uuid.UUID,
    rows: list[dict[str, Any]],
) -> None:
    """Let every compound bear a name, as if derived, so that no application stands behind it."""
    names, changes = [], []
    for number, row in enumerate(rows):
        name = {
            "tenant_id": tenant.id,
            "id": new_id(),
            "unit_id": row["id"],
            "origin": "derived",
            "clause": "bench",
            "guideline_version_id": version,
            "number": f"B-{number}",
            "title": "无疫小区",
            "status": "active",
            "named_on": NOW.date(),
            "public_from": NOW.date(),
            "warned_for": [],
            "suspended_for": [],
            "revision": 1,
        }
        names.append(name)
        change = {"designation_id": name["id"], "ordinal": 1, "change": "named", "cause": "NAMED"}
        when = {"actor_id": official, "effective_on": NOW.date(), "at": NOW}
        changes.append({"tenant_id": tenant.id, "id": new_id()} | change | when)
    await session.execute(insert(Designation), names)
    await session.execute(insert(DesignationChange), changes)


async def measure(database: Database, compounds: int) -> None:
    """Preview, confirm and lift a zone over the street; say how long each took, in how many statements."""
    _, context, street = await found(database, compounds)
    sent: list[str] = []
    event.listen(
        database.runtime.sync_engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: sent.append(statement),
    )

    async def timed(what: str, work: Awaitable[T]) -> T:
        sent.clear()
        started, used = perf_counter(), process_time()
        result = await work
        say(
            f"{what}: {perf_counter() - started:.2f} s, {process_time() - used:.2f} s of them our own work, "
            f"{len(sent)} statements"
        )
        return result

    today = context.today()
    zone = Report(kind="risk_zone", occurred_on=today, reported_on=today)
    asked = ReportHealthEvent(idempotency_key="zone", unit_id=street, report=zone)
    preview = await timed("previewed", preview_event(context, asked))
    say(f"{preview.plan.losses} names would fall, token of {len(preview.token)} characters")
    told = replace(asked, preview=preview.token)
    zone_set = await timed("confirmed, in one transaction", report_health_event(context, told))
    lifted = CloseHealthEvent(
        idempotency_key="lifted", event_id=zone_set.id, expected_revision=zone_set.revision, ended_on=today
    )
    await timed("lifted, all names back", close_health_event(context, lifted))
    await database.dispose()


def main() -> None:
    """Run the benchmark on as many compounds as told, 10,000 unless told."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    spare_collector()  # as a server does
    compounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-bench-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        upgrade(server.url("postgres"))
        runtime, platform = (server.url(user) for user in ("wuyi_runtime", "wuyi_platform"))
        asyncio.run(measure(Database.open(runtime, platform), compounds))


if __name__ == "__main__":
    main()
