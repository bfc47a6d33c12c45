"""How long it takes to judge the names of a district by a new version: prints figures, asserts nothing.

`python -m benchmarks.rule_changes [COMPOUNDS]` names so many compounds of one street, 10,000 unless told, in a database
of its own that is thrown away; by a new clause all of them are lost.
"""

import asyncio
import logging
import sys
import tempfile
import uuid
from collections.abc import Awaitable
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import structlog
from sqlalchemy import event, insert, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from api.collector import spare_collector
from api.embedded import embedded_postgres
from authz.context import OperationContext
from benchmarks.consequences import found
from benchmarks.simulate import NOW, say
from schema.applications.tables import Application
from schema.designations.tables import Designation
from schema.frame.operation import Transaction, close
from schema.guidelines.operations import new_version, require_valid
from schema.guidelines.repository import get_edition
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import Term
from schema.migrations import upgrade
from schema.rule_changes import repository
from schema.rule_changes.loading import Target, load_names, older_versions
from schema.rule_changes.operations import choose, conclude
from schema.rule_changes.rules import Choice, Treatment
from tenants.base import new_id
from tenants.database import Database

T = TypeVar("T")
CLAUSE = """  - id: B-z
    title: 外来车辆登记
    guidance: 查看登记簿。
    applies_to: [compound]
    attest: {method: statement}

processes:"""


async def apply_for(owner: str, context: OperationContext) -> None:
    """Put an application behind each name: what is derived from others no clause takes."""
    tenant, official = context.tenant.id, context.actor.id
    async with context.begin() as session:
        rows = (await session.execute(select(Designation.unit_id, Designation.guideline_version_id))).all()
        applications = [
            {
                "tenant_id": tenant,
                "id": new_id(),
                "unit_id": unit_id,
                "guideline_version_id": version,
                "process": "B-W2",
                "created_by": official,
                "created_at": NOW,
                "step_entered_at": NOW,
            }
            for unit_id, version in rows
        ]
        await session.execute(insert(Application), applications)
    engine = create_async_engine(owner)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "update designations d set origin = 'application', clause = null, application_id = a.id"
                " from applications a where a.tenant_id = :tenant and d.tenant_id = :tenant"
                " and a.unit_id = d.unit_id"
            ),
            {"tenant": tenant},
        )
    await engine.dispose()


async def publish(context: OperationContext) -> uuid.UUID:
    """Leave a version with one clause more, to be applied today."""
    guideline = require_valid(load_template("wenlong").text.replace("processes:", CLAUSE, 1))
    async with context.begin() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        version = new_version(guideline, 2, tx.now, Term(2, tx.today), None)
        session.add(version)
        await session.flush()
        change = await choose(tx, version, Choice(Treatment.APPLY, apply_on=tx.today), 1_000_000)
        return change.id


async def measure(database: Database, owner: str, compounds: int) -> None:
    """Load, judge and write; say how long each took, in how many statements."""
    _, context, _ = await found(database, compounds)
    await apply_for(owner, context)
    change_id = await publish(context)
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
        took, own = perf_counter() - started, process_time() - used
        say(f"{what}: {took:.2f} s, {own:.2f} s of them our own work, {len(sent)} statements")
        return result

    async with context.begin() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        change = await repository.lock(session, change_id)
        edition = await get_edition(session, change.guideline_version_id)
        target = Target(edition.id, edition.guideline, tx.today)
        older = await older_versions(session, edition.number)
        loaded = await timed("read and locked", load_names(session, target, older, tx.today, lock=True))
        if loaded is None:
            raise RuntimeError("names were given")
        started, used = perf_counter(), process_time()
        verdicts = list(loaded.verdicts())
        took, own = perf_counter() - started, process_time() - used
        say(f"{len(verdicts)} names judged: {took:.2f} s, {own:.2f} s of them our own work")
        await timed("written", conclude(tx, change, edition, loaded, verdicts))
        await timed("and kept", close(tx))
        say(f"{change.status}: {change.tally}")
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
        database = Database.open(runtime, platform, statement_timeout_ms=60_000)
        asyncio.run(measure(database, server.url("postgres"), compounds))


if __name__ == "__main__":
    main()
