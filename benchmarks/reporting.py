"""A district of named buildings, and many who report in it at once."""

import asyncio
from itertools import cycle, islice
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from authz.actions import Role
from authz.context import OperationContext
from authz.tables import Official
from benchmarks.applying import Office, fresh
from benchmarks.consequences import _name
from benchmarks.onboarding import onboard
from benchmarks.simulate import NOW, _row, say
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.guidelines.tables import GuidelineVersion
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.database import Database

CLIENTS, STREETS, COMMUNITIES, BUILDINGS, ROUNDS = 20, 10, 4, 10, 5
Places = dict[str, list[dict[str, Any]]]


async def found(database: Database) -> tuple[Office, Places]:
    """Bring a district on board whose buildings bear names; give its units by kind."""
    tenant = await onboard(database, NOW)
    async with database.of(tenant).begin() as session:
        root = await units.get_root(session)
        version = (await session.scalars(select(GuidelineVersion.id))).one()
        official = (await session.scalars(select(Official.id))).one()
        if root is None:
            raise RuntimeError("a district has a root")
        streets = [_row(tenant, f"S{at}", "street", root.id, root.path) for at in range(STREETS)]
        below = [(street, at) for street in streets for at in range(COMMUNITIES)]
        communities = [
            _row(tenant, f"{up['code']}C{at}", "community", up["id"], up["path"]) for up, at in below
        ]
        buildings = [
            _row(tenant, f"{up['code']}B{at}", "building", up["id"], up["path"])
            for up in communities
            for at in range(BUILDINGS + ROUNDS)
        ]
        for batch in (streets, communities, buildings):
            await session.execute(insert(Unit), batch)
        named = [each for at, each in enumerate(buildings) if at % (BUILDINGS + ROUNDS) < BUILDINGS]
        await _name(session, tenant, version, official, named)
    free = [each for at, each in enumerate(buildings) if at % (BUILDINGS + ROUNDS) >= BUILDINGS]
    root_row = {"id": root.id, "path": root.path}
    return Office(database, tenant), {
        "district": [root_row],
        "street": streets,
        "community": communities,
        "named": named,
        "free": free,
    }


async def measure_reports(office: Office, places: Places, count: int) -> float:
    """Let the clients report contacts and cases, each wherever the next building is; give reports a second."""
    root = places["district"][0]
    callers = [await office.appoint(Role.HEADQUARTERS, root["id"], root["path"]) for _ in range(CLIENTS)]
    waiting = islice(
        ((at, kind) for kind in cycle(("close_contact", "case")) for at in places["named"]), count
    )

    async def work(caller: OperationContext) -> int:
        done = 0
        for at, kind in waiting:
            await report(caller, at["id"], kind)
            done += 1
        return done

    await report(callers[0], places["named"][-1]["id"], "home_quarantine")  # before anything is measured
    started = perf_counter()
    done = sum(await asyncio.gather(*[work(caller) for caller in callers]))
    took = perf_counter() - started
    say(f"{done} reports by {CLIENTS} clients in one district: {done / took:.0f} a second")
    return done / took


async def report(caller: OperationContext, unit_id: UUID, kind: str) -> None:
    """Report what happened today in a unit."""
    told = Report(kind=kind, occurred_on=caller.today(), reported_on=caller.today())
    await report_health_event(
        caller, ReportHealthEvent(idempotency_key=fresh(), unit_id=unit_id, report=told)
    )
