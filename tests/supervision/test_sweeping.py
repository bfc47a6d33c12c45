"""The nightly sweep of names: expiry, duties missed and made up, and what follows above, all or nothing twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from schema.frame.background import SYSTEM
from schema.frame.operation import Transaction, close
from schema.supervision.jobs import sweep_names
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from schema.units.repository.kinds import idle_units
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.guidelines import publish
from tests.builders.looks import changes_of, name_of, standing_of
from tests.designations.over_time import SCHEME, Place, make_place
from tests.designations.test_over_time import assert_counters_true

TODAY = date(2022, 11, 20)
DUTIES = SCHEME + (
    "duties:\n"
    "  - {id: S-9, title: 每周消杀, unit_kinds: [community], log: disinfection, every_days: 7, grace_days: 2}\n"
)
STRICT = DUTIES.replace("grace_days: 2}", "grace_days: 2, on_miss: suspend}")


async def sweep(district: District) -> int:
    """Run the sweep as the worker does: in the name of the system."""
    context = district.context(SYSTEM)
    async with context.begin() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        changed = await sweep_names(tx, tx.today)
        await close(tx)
        return changed


async def disinfect(place: Place, code: str) -> None:
    official = await place.applicant(code)
    command = RecordUnitLog(
        idempotency_key=key(),
        unit_id=(await place.district.unit(code)).id,
        kind="disinfection",
        performed_on=official.today(),
    )
    await record_unit_log(official, command)


async def test_names_run_out_the_day_after_their_last(database: Database, owner: AsyncEngine) -> None:
    """Not a day early; ended the day after the last one, however late the sweep; the street above is suspended."""
    place = await make_place(database)
    for code in ("C1", "C2"):
        await place.name(code)
    place.district.clock.forward(30)
    assert await sweep(place.district) == 0
    assert await standing_of(place.district, "C1") == "active"
    place.district.clock.forward(3)
    assert await sweep(place.district) == 2
    name = await name_of(place.district, "C1")
    assert name is not None
    assert (name.status, name.ended_on) == ("expired", TODAY + timedelta(days=31))
    last = (await changes_of(place.district, "C1"))[-1]
    assert (last.change, last.cause, last.actor_id, last.role) == ("expired", "VALIDITY_ENDED", None, None)
    assert await standing_of(place.district, "S1") == "suspended"
    assert await sweep(place.district) == 0
    await assert_counters_true(owner, place.district)


@pytest.mark.parametrize(("source", "standing"), [(DUTIES, "warned"), (STRICT, "suspended")])
async def test_a_duty_missed_is_answered_and_made_up_for(
    database: Database, owner: AsyncEngine, source: str, standing: str
) -> None:
    """Every seven days with two of grace, counted from the naming: nothing on day 9, down on day 10, up when done."""
    place = await make_place(database, source)
    await place.name("C1")
    place.district.clock.forward(9)
    assert await sweep(place.district) == 0
    place.district.clock.forward(1)
    await sweep(place.district)
    assert await standing_of(place.district, "C1") == standing
    last = (await changes_of(place.district, "C1"))[-1]
    assert (last.change, last.cause, last.clause, last.ground) == (standing, "DUTY_MISSED", "S-9", "duty:S-9")
    assert await sweep(place.district) == 0
    await disinfect(place, "C1")
    assert await sweep(place.district) == 1
    assert await standing_of(place.district, "C1") == "active"
    assert (await changes_of(place.district, "C1"))[-1].cause == "DUTY_DONE"
    place.district.clock.forward(9)
    assert await sweep(place.district) == 0
    await assert_counters_true(owner, place.district)


async def test_a_duty_of_twice_a_day_is_missed_with_once(database: Database, owner: AsyncEngine) -> None:
    """Once above and once here are two; one is one, and the name is warned until the second is done."""
    daily = DUTIES.replace("every_days: 7, grace_days: 2", "every_days: 1, times: 2")
    place = await make_place(database, daily)
    for code in ("C1", "C2"):
        await place.name(code)
    place.district.clock.forward(2)
    place.applicants["S1"] = await place.district.official(Role.COMMUNITY, "S1")
    await disinfect(place, "S1")
    await disinfect(place, "C1")
    await sweep(place.district)
    assert [await standing_of(place.district, code) for code in ("C1", "C2")] == ["active", "warned"]
    await disinfect(place, "C2")
    await sweep(place.district)
    assert await standing_of(place.district, "C2") == "active"
    await assert_counters_true(owner, place.district)


async def test_work_logged_above_counts_below(database: Database) -> None:
    place = await make_place(database, DUTIES)
    await place.name("C1")
    place.district.clock.forward(9)
    place.applicants["S1"] = await place.district.official(Role.COMMUNITY, "S1")
    await disinfect(place, "S1")
    place.district.clock.forward(1)
    assert await sweep(place.district) == 0
    assert await standing_of(place.district, "C1") == "active"


COMPOUNDS = """
format: 1
id: nested
title: 无疫小区创建方案
source: 某区，2022年11月
issued_on: 2022-11-20
unit_kinds:
  - {id: district, name: 区, parents: []}
  - {id: street, name: 街道, parents: [district], title: 无疫街道}
  - {id: community, name: 社区, parents: [street], title: 无疫社区}
criteria:
  - id: S-a
    title: 无风险区
    guidance: 没有风险区。
    applies_to: [community]
    check: {kind: none_of, events: [risk_zone]}
    on_loss: suspend
  - id: S-b
    title: 社区全部命名
    guidance: 所辖社区均已命名。
    applies_to: [street]
    check: {kind: children, mode: ALL_TITLED, kinds: [community]}
processes:
  - id: S-W1
    name: 申报命名
    unit_kinds: [community, street]
    applicants: [community]
    steps:
      - {id: intake, name: 街道收件, kind: forward, role: street, actions: [forward, return]}
      - {id: naming, name: 命名, kind: decide, role: headquarters, actions: [name, return, reject]}
naming: {prefix: 无疫}
on_child_loss: RULE
duties:
  - {id: S-9, title: 每周消杀, unit_kinds: [community], log: disinfection, every_days: 7, on_miss: suspend}
"""


@pytest.mark.parametrize(
    ("rule", "standing"),
    [("suspend", "suspended"), ("recompute", "suspended"), ("revoke", "revoked"), ("none", "active")],
)
async def test_a_parent_falls_with_its_children_and_comes_back_with_them(
    database: Database, owner: AsyncEngine, rule: str, standing: str
) -> None:
    """Open question 21, also where no event is behind the loss: a duty missed below, and made up for."""
    place = await make_place(database, COMPOUNDS.replace("RULE", rule))
    for code in ("C1", "C2", "S1"):
        await place.name(code)
    assert await standing_of(place.district, "S1") == "active"
    place.district.clock.forward(6)
    await disinfect(place, "C2")
    place.district.clock.forward(2)
    await sweep(place.district)
    assert await standing_of(place.district, "C1") == "suspended"
    assert await standing_of(place.district, "S1") == standing
    if standing in {"suspended", "revoked"}:
        last = (await changes_of(place.district, "S1"))[-1]
        assert (last.cause, last.clause) == ("CHILD_NAME_LOST", "S-b")
    await disinfect(place, "C1")
    await sweep(place.district)
    assert await standing_of(place.district, "C1") == "active"
    assert await standing_of(place.district, "S1") == ("revoked" if rule == "revoke" else "active")
    await assert_counters_true(owner, place.district)


async def test_a_derived_title_ends_with_its_rule_and_is_given_anew_with_it(
    database: Database, owner: AsyncEngine
) -> None:
    """Ended for a cause of its own, once; the title above stands by its own rule; anew when the rule is back."""
    place = await make_place(database)
    for code in ("C1", "C2"):
        await place.name(code)
    rule = "  - {id: S-2.1, unit_kind: street, title: 无疫街道, of: [community]}\n"
    dropped = SCHEME.replace(rule, "").replace("of: [street], percent: 50", "of: [community], percent: 50")
    await publish(place.district, dropped)
    assert await standing_of(place.district, "S1") == "active"
    assert await sweep(place.district) == 1
    name = await name_of(place.district, "S1")
    assert name is not None
    assert (name.status, name.ended_on, name.number[-4:]) == ("expired", TODAY, "0001")
    last = (await changes_of(place.district, "S1"))[-1]
    assert (last.change, last.cause, last.event_id) == ("expired", "TITLE_DROPPED", None)
    assert await standing_of(place.district, "500110") == "active"
    assert await sweep(place.district) == 0
    await assert_counters_true(owner, place.district)
    await publish(place.district, SCHEME)
    await sweep(place.district)
    name = await name_of(place.district, "S1")
    assert name is not None
    assert (name.status, name.number[-4:]) == ("active", "0002")
    assert await standing_of(place.district, "500110") == "active"
    await assert_counters_true(owner, place.district)


async def test_a_street_that_gained_an_untitled_community_loses_its_derived_title(database: Database) -> None:
    place = await make_place(database)
    for code in ("C1", "C2"):
        await place.name(code)
    assert await standing_of(place.district, "S1") == "active"
    await place.district.import_units(("C7", "七社区", "community", "S1"))
    assert await sweep(place.district) == 2
    assert await standing_of(place.district, "S1") == "suspended"
    await place.name("C7")
    assert await standing_of(place.district, "S1") == "active"


async def test_the_idle_are_those_with_nothing_logged_at_or_above_them(database: Database) -> None:
    """Logs of a street and of a community in it; beside it a street whose code goes on with a dash: before a dot."""
    place = await make_place(database, DUTIES)
    district = place.district
    await district.import_units(
        ("S1-1", "丙街道", "street", district.root), ("C1-1", "丙社区", "community", "S1-1")
    )
    kinds, since = ("street", "community"), district.clock().date()
    everywhere = {"S1", "C1", "C2", "S2", "C3", "S1-1", "C1-1"}

    async def idle() -> set[str]:
        async with database.of(district.tenant).read() as session:
            found = await idle_units(session, kinds, "disinfection", since)
            rows = await session.scalars(select(Unit.code).where(Unit.id.in_(found)))
            return set(rows)

    assert await idle() == everywhere
    for code, left in (("C1", everywhere - {"C1"}), ("S1", {"S2", "C3", "S1-1", "C1-1"})):
        place.applicants[code] = await district.official(Role.COMMUNITY, code)
        await disinfect(place, code)
        assert await idle() == left
    place.applicants["S2"] = await district.official(Role.COMMUNITY, "S2")
    await disinfect(place, "S2")
    assert await idle() == {"S1-1", "C1-1"}
