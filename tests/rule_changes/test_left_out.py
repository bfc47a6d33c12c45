"""One name with an odd history keeps no other from being judged: it is left out, told of, and judged once it can be."""

from datetime import datetime, timedelta

from prometheus_client import generate_latest
from sqlalchemy import select
from structlog.testing import capture_logs

from schema.designations.tables import Designation, DesignationChange
from schema.rule_changes.operations import KIND
from schema.rule_changes.rules import Choice, Treatment
from tenants.audit import AuditEntry
from tenants.base import new_id
from tests.jobs.desk import work
from tests.rule_changes.desk import MORE_ROUNDS, Desk

GROUND = "finding:none"


async def note(desk: Desk, code: str, change: str, *, ordinal: int, at: datetime) -> None:
    """Write a change into the history of a name, past all rules."""
    async with desk.publisher.begin() as session:
        unit = await desk.district.unit(code)
        chosen = select(Designation).where(
            Designation.tenant_id == desk.district.tenant.id, Designation.unit_id == unit.id
        )
        name = (await session.scalars(chosen)).one()
        session.add(
            DesignationChange(
                id=new_id(),
                designation_id=name.id,
                ordinal=ordinal,
                change=change,
                cause="RECTIFIED" if change == "restored" else "FINDING_NOT_RECTIFIED",
                ground=GROUND,
                effective_on=desk.today,
                at=at,
            )
        )


async def spoil(desk: Desk, code: str) -> datetime:
    """Let a name be given back though nothing held it down; tell when."""
    at = desk.publisher.clock()
    await note(desk, code, "restored", ordinal=99, at=at)
    return at


async def mend(desk: Desk, code: str, spoilt: datetime) -> None:
    """Bring the ground that was lifted."""
    await note(desk, code, "warned", ordinal=98, at=spoilt - timedelta(milliseconds=1))


async def left_out(desk: Desk) -> list[int]:
    """List how many units each sweep or job left out, as audited."""
    async with desk.publisher.read() as session:
        chosen = select(AuditEntry.detail).where(AuditEntry.tenant_id == desk.district.tenant.id)
        details = await session.scalars(chosen.order_by(AuditEntry.id))
        return [detail["unitsLeftOut"] for detail in details if "unitsLeftOut" in detail]


async def test_names_that_come_back_later_are_judged_but_the_odd_one(desk: Desk) -> None:
    await desk.night()
    events = [await desk.report(code, kind="case") for code in ("B1", "B2")]
    await desk.apply(MORE_ROUNDS)
    for event in events:
        await desk.exclude(event)
    assert await desk.standings("B1", "B2") == ["active", "active"]
    spoilt = await spoil(desk, "B1")
    with capture_logs() as logs:
        await desk.night()
    assert await desk.standings("B1", "B2") == ["active", "revoked"]
    assert await left_out(desk) == [1]
    assert [each["event"] for each in logs if each["log_level"] == "warning"] == ["rule_change.left_out"]
    counted = generate_latest(desk.worker.metrics.registry).decode()
    assert 'wuyi_job_left_out_total{kind="sweep.rule_changes",what="units"} 1.0' in counted
    await mend(desk, "B1", spoilt)
    await desk.night()
    assert await desk.standings("B1", "B2") == ["revoked", "revoked"]
    assert await left_out(desk) == [1]


async def test_the_day_of_the_change_judges_all_names_but_the_odd_one(desk: Desk) -> None:
    """The night judges that one, once its history can be read, and counts it in."""
    await desk.night()
    change = await desk.change_rules(MORE_ROUNDS, Choice(Treatment.APPLY, apply_on=desk.today))
    spoilt = await spoil(desk, "B1")
    with capture_logs() as logs:
        await work(desk.worker)
    change = await desk.change_of(change.guideline_version_id)
    assert (change.status, sum(count["names"] for count in change.tally)) == ("applied", 2)
    assert await desk.standings("B1", "B2") == ["active", "revoked"]
    assert await left_out(desk) == [1]
    assert [each["event"] for each in logs if each["log_level"] == "warning"] == ["rule_change.left_out"]
    counted = generate_latest(desk.worker.metrics.registry).decode()
    assert f'wuyi_job_left_out_total{{kind="{KIND}",what="units"}} 1.0' in counted
    await mend(desk, "B1", spoilt)
    await desk.night(days=3)
    assert await desk.standings("B1", "B2") == ["revoked", "revoked"]
    change = await desk.change_of(change.guideline_version_id)
    assert sum(count["names"] for count in change.tally) == 3
