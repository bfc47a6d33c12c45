"""Facts of one unit and facts of all are the same: what a what-if promises, the judgement keeps."""

from datetime import timedelta

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.criteria.loading import load_census, load_facts
from schema.criteria.rules import evaluate_against
from schema.criteria.rules.facts import EventFact, UnitFacts
from schema.events.tables import HealthEvent
from schema.guidelines.repository import current_edition
from schema.unit_changes.operations import split_unit
from schema.unit_changes.rules import Part
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from schema.units import repository as units
from tenants.base import new_id
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.events import report
from tests.builders.own_scheme import own_district
from tests.builders.statements import statements_of
from tests.unit_changes.test_operations import splitting

ENDED = """
criteria:
  - id: S-a
    title: 解除满8天
    guidance: 自解除之日起算。
    applies_to: [park, hall]
    check: {kind: window, events: [risk_zone], days: 8, basis: ended}
"""


async def happened(
    district: District, code: str, kind: str, reported: int, ended: int | None = None
) -> HealthEvent:
    """Write an event that was reported so many days ago and ended so many days ago."""
    unit, today = await district.unit(code), district.clock.now.date()
    day = today - timedelta(days=reported)
    row = HealthEvent(
        id=new_id(),
        unit_id=unit.id,
        responsible_unit_id=unit.id,
        kind=kind,
        occurred_on=day,
        reported_on=day,
        ended_on=today - timedelta(days=ended) if ended is not None else None,
        reported_by=new_id(),
        known_at=district.clock(),
    )
    async with district.database.of(district.tenant).begin() as session:
        session.add(row)
    return row


async def both(actor: OperationContext, district: District, code: str) -> tuple[UnitFacts, UnitFacts]:
    """Load the facts of a unit alone, and in a census of all."""
    unit = await district.unit(code)
    async with actor.read() as session:
        alone = await load_facts(session, unit, actor.today())
        census = {each.code: each.facts for each in await load_census(session, actor.today())}
    return alone, census[code]


@pytest.mark.parametrize(("ended", "met"), [(3, False), (8, True), (None, False)])
async def test_question_1_a_zone_of_long_ago_that_ended_lately_fails_both_ways(
    database: Database, ended: int | None, met: bool
) -> None:
    """Reported 400 days ago and ended 3 days ago, the window of 8 days from its end is not clear."""
    district = await own_district(database, ENDED)
    actor = await district.official(Role.COMMUNITY, "P1")
    await happened(district, "H1", "risk_zone", 400, ended)
    async with actor.read() as session:
        guideline = (await current_edition(session, actor.today())).guideline
    for facts in await both(actor, district, "H1"):
        (finding,) = evaluate_against(guideline, facts).findings
        assert finding.met == met


async def test_what_ended_before_the_longest_window_is_left_out_both_ways(database: Database) -> None:
    district = await own_district(database, ENDED)
    actor = await district.official(Role.COMMUNITY, "P1")
    await happened(district, "H1", "risk_zone", 400, 367)
    infection = await happened(district, "H1", "case", 4_000)
    seen = (EventFact("case", infection.occurred_on, infection.reported_on),)
    assert [facts.events for facts in await both(actor, district, "H1")] == [seen, seen]


NO_ZONE = """
criteria:
  - id: S-a
    title: 无风险区
    guidance: 上级划定的也计入。
    applies_to: [park, hall]
    check: {kind: none_of, events: [risk_zone], ancestors: true}
"""


async def test_question_2_a_zone_that_lies_in_a_unit_and_over_it_counts_once_both_ways(
    database: Database,
) -> None:
    """A hall with a zone is split, and one of the new halls lies below the other: a kind that was dropped may."""
    district = await own_district(database, NO_ZONE)
    headquarters = await district.official(Role.HEADQUARTERS, district.root)
    zone = await report(headquarters, (await district.unit("H1")).id, "risk_zone")
    district.clock.forward(1)
    await split_unit(headquarters, await splitting(district, "H1", Part("HE", "东", ("",)), Part("HW", "西")))
    upper = await district.unit("HE")
    async with database.of(district.tenant).begin() as session:
        lower = await units.get_by_code(session, "HW")
        assert lower is not None
        lower.parent_id, lower.path = upper.id, f"{upper.path}.HW"
    async with headquarters.read() as session:
        guideline = (await current_edition(session, headquarters.today())).guideline
    for facts in await both(headquarters, district, "HW"):
        assert facts.events == (EventFact("risk_zone", zone.occurred_on, zone.reported_on),)
        (finding,) = evaluate_against(guideline, facts).findings
        assert finding.missing == 1


async def test_rounds_of_one_day_come_in_the_order_they_were_recorded_both_ways(database: Database) -> None:
    """Those of the park and of the hall in it alike, so that kept facts read the same whoever loaded them."""
    district = await own_district(database, ENDED)
    community = await district.official(Role.COMMUNITY, "P1")
    for number, code in enumerate(("H1", "P1", "H1", "P1", "P1", "H1"), start=1):
        command = RecordUnitLog(
            idempotency_key=key(),
            unit_id=(await district.unit(code)).id,
            kind="test_round",
            performed_on=community.today(),
            people_due=9,
            people_tested=number,
        )
        await record_unit_log(community, command)
    for facts in await both(community, district, "H1"):
        assert [each.tested for each in facts.test_rounds] == [1, 2, 3, 4, 5, 6]


async def test_an_evaluation_costs_one_message_and_a_census_two_more(
    database: Database,
) -> None:
    """However many units there are; nothing is read unit by unit."""
    tree = await make_district(database)
    await tree.import_units(*STREETS)
    commission = await tree.official(Role.COMMISSION, "500110")
    costs = []
    for more in ((), tuple((f"N{number}", "新村", "building", "C1") for number in range(9))):
        if more:
            await tree.import_units(*more)
        for code in ("B1", "500110"):
            unit = await tree.unit(code)
            async with commission.read() as session:
                with statements_of(database) as sent:
                    await load_facts(session, unit, commission.today())
            costs.append(len(sent))
        async with commission.read() as session:
            with statements_of(database) as sent:
                await load_census(session, commission.today())
        costs.append(len(sent))
    assert costs == [1, 1, 3] * 2
