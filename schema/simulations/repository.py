"""Every statement on simulations and what they found."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, insert, select, text, update

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.jobs import repository as jobs
from schema.simulations.rules import NamesFound, Simulated
from schema.simulations.tables import Simulation, SimulationChange
from tenants.base import new_id
from tenants.database import Session

ROWS_AT_ONCE = 2_000


async def count_under_way(session: Session, kind: str) -> int:
    """Count the tenant's simulations that have not ended; who starts one meanwhile waits for this transaction."""
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"simulations:{session.info['tenant_id']}"},
    )
    return await jobs.count_under_way(session, kind)


async def get(session: Session, simulation_id: uuid.UUID) -> Simulation:
    """Read a simulation; refuse an unknown one."""
    row = await session.get(Simulation, (session.info["tenant_id"], simulation_id))
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND, "推演不存在。", field=("simulation",))
    return row


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Simulation]:
    """Read simulations (loader batch)."""
    rows = await session.scalars(
        select(Simulation).where(Simulation.tenant_id == session.info["tenant_id"], Simulation.id.in_(ids))
    )
    return {row.id: row for row in rows}


def _all(session: Session) -> Select[Simulation]:
    return select(Simulation).where(Simulation.tenant_id == session.info["tenant_id"])


async def list_simulations(session: Session, page: Page) -> Slice[Simulation]:
    """List simulations, newest first."""
    return await read_page(session, _all(session), [Simulation.id], page, descending=True)


async def count_simulations(session: Session) -> int:
    """Count the simulations."""
    return await count_rows(session, _all(session))


def _changes(session: Session, simulation_id: uuid.UUID, outcome: str | None) -> Select[SimulationChange]:
    statement = select(SimulationChange).where(
        SimulationChange.tenant_id == session.info["tenant_id"],
        SimulationChange.simulation_id == simulation_id,
    )
    return statement if outcome is None else statement.where(SimulationChange.outcome == outcome)


async def list_changes(
    session: Session, simulation_id: uuid.UUID, outcome: str | None, page: Page
) -> Slice[SimulationChange]:
    """List what a simulation found, in tree order."""
    return await read_page(session, _changes(session, simulation_id, outcome), [SimulationChange.path], page)


async def count_changes(session: Session, simulation_id: uuid.UUID, outcome: str | None) -> int:
    """Count what a simulation found."""
    return await count_rows(session, _changes(session, simulation_id, outcome))


async def latest_of(session: Session, digest: str) -> Simulation | None:
    """Read the last simulation of a guideline's content, ended or not."""
    return await session.scalar(
        _all(session).where(Simulation.digest == digest).order_by(Simulation.id.desc()).limit(1)
    )


async def latest_of_version(session: Session, version_id: uuid.UUID) -> Simulation | None:
    """Read the last simulation of a published version, ended or not."""
    return await session.scalar(
        _all(session)
        .where(Simulation.guideline_version_id == version_id)
        .order_by(Simulation.id.desc())
        .limit(1)
    )


async def keep(
    session: Session, simulation_id: uuid.UUID, found: Sequence[Simulated], names: NamesFound | None = None
) -> None:
    """Keep the counts, and each unit that would be better or worse off, or whose name would change."""
    tenant_id = session.info["tenant_id"]
    counts = Counter(each.outcome for each in found)
    await session.execute(
        update(Simulation)
        .where(Simulation.tenant_id == tenant_id, Simulation.id == simulation_id)
        .values(
            passing=counts["pass"],
            failing=counts["fail"],
            gaining=counts["gain"],
            losing=counts["lose"],
            names_falling=names.falling if names is not None else None,
            names_returning=names.returning if names is not None else None,
            facts=names.facts if names is not None else None,
        )
    )
    rows = [
        {
            "tenant_id": tenant_id,
            "id": new_id(),
            "simulation_id": simulation_id,
            "path": each.unit.path,
            "code": each.unit.code,
            "name": each.unit.name,
            "kind": each.unit.kind,
            "titled": each.unit.titled,
            "outcome": each.outcome,
            "was_failing": list(each.was_failing),
            "failing": list(each.failing),
            "name_change": each.consequence.change if each.consequence else None,
            "cause": each.consequence.cause.value if each.consequence else None,
            "clause": each.consequence.clause if each.consequence else None,
        }
        for each in found
        if each.outcome in ("gain", "lose") or each.consequence is not None
    ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        await session.execute(insert(SimulationChange), rows[start : start + ROWS_AT_ONCE])


async def forget(session: Session, before: datetime) -> int:
    """Delete simulations asked for before an instant, with what they found; return how many."""
    tenant_id = session.info["tenant_id"]
    old = select(Simulation.id).where(Simulation.tenant_id == tenant_id, Simulation.requested_at < before)
    await session.execute(
        delete(SimulationChange).where(
            SimulationChange.tenant_id == tenant_id, SimulationChange.simulation_id.in_(old)
        )
    )
    forgotten = await session.execute(
        delete(Simulation)
        .where(Simulation.tenant_id == tenant_id, Simulation.requested_at < before)
        .returning(Simulation.id)
    )
    return len(forgotten.all())
