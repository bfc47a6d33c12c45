"""Kept assessments: of which kind, with which facts, and judged alike when judged again from them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from sqlalchemy import func, select

from authz.actions import Role
from schema.criteria.operations import AssessUnit, AttestationEntry, assess_unit
from schema.criteria.repository import latest_of_unit, results_of
from schema.criteria.rules import evaluate_against, written
from schema.criteria.rules.facts import (
    AttestationFact,
    ChildFact,
    EventFact,
    EvidenceFact,
    TestRoundFact,
    UnitFacts,
)
from schema.criteria.rules.snapshots import facts_to_data
from schema.criteria.tables import Assessment
from schema.guidelines.repository import get_edition
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, named
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.events import report
from tests.builders.refusals import refused


def facts_from(data: Mapping[str, Any]) -> UnitFacts:
    """Read kept facts back."""
    return TypeAdapter(UnitFacts).validate_python(data)


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    return await appoint_all(district, Role.BUILDING_LEADER, "B1")


async def kept(district: District, code: str) -> list[Assessment]:
    """List the assessments of a unit, oldest first."""
    unit = await district.unit(code)
    context = district.context((await district.official(Role.COMMISSION, "500110")).actor)
    async with context.read() as session:
        return list(reversed(await latest_of_unit(session, unit.id, 100)))


async def judged_again(district: District, row: Assessment) -> None:
    """Judge by the kept facts and the version alone, and compare with what was kept."""
    context = district.context((await district.official(Role.COMMISSION, "500110")).actor)
    async with context.read() as session:
        edition = await get_edition(session, row.guideline_version_id)
        results = (await results_of(session, [row.id]))[row.id]
    assert row.facts is not None
    again = evaluate_against(edition.guideline, facts_from(row.facts))
    assert again.met == row.met
    assert again.on == row.assessed_on
    assert again.explanation.to_data() == row.explanation
    assert [(one.criterion_id, one.outcome) for one in again.findings] == [
        (one.criterion, one.outcome) for one in sorted(results, key=lambda one: one.id)
    ]
    assert row.points == (Decimal(written(again.score.earned)) if again.score else None)


async def test_every_assessment_on_the_way_can_be_judged_again(
    district: District, officials: Officials
) -> None:
    """The facts are kept with the result: whatever happens later, the judgement stands on what was known."""
    await named(district, officials, "B1")
    rows = await kept(district, "B1")
    assert {row.kind for row in rows} == {"self", "application", "review", "naming"}
    await report(officials.street, (await district.unit("B1")).id, "case")
    for row in rows:
        await judged_again(district, row)


async def assessed(district: District, by: str = "C1", **given: object) -> Assessment:
    keeper = await district.official(Role.COMMUNITY, by)
    command = AssessUnit(idempotency_key=key(), unit_id=(await district.unit("B1")).id, **given)  # type: ignore[arg-type]
    return await assess_unit(keeper, command)


async def test_a_titled_unit_is_looked_at_again(district: District, officials: Officials) -> None:
    """Supervision: the petition the name rests on counts on (B-k); what aged must be stated anew (B-h)."""
    await named(district, officials, "B1")
    first = await assessed(district)
    assert (first.kind, first.met, first.application_id) == ("periodic", True, None)
    await judged_again(district, first)
    district.clock.forward(31)
    second = await assessed(district)
    assert not second.met
    said = AttestationEntry(criterion="B-h", met=True)
    third = await assessed(district, attestations=(said,))
    open_still = {line["clause"] for line in (third.explanation or {})["parts"] if line["result"] != "met"}
    assert "B-h" not in open_still
    assert "B-k" not in open_still
    await judged_again(district, third)


async def test_a_unit_without_a_name_is_assessed_by_its_application(
    district: District, officials: Officials
) -> None:
    keeper = await district.official(Role.COMMUNITY, "C1")
    command = AssessUnit(idempotency_key=key(), unit_id=(await district.unit("B1")).id)
    assert await refused(assess_unit(keeper, command)) == [("NOT_TITLED", "unit")]
    async with keeper.read() as session:
        assert not await session.scalar(select(func.count()).select_from(Assessment))
    await named(district, officials, "B1")
    assert await refused(assess_unit(keeper, replace(command, idempotency_key=key()))) == []


async def test_only_who_watches_over_the_unit_assesses_it(district: District, officials: Officials) -> None:
    await named(district, officials, "B1")
    command = AssessUnit(idempotency_key=key(), unit_id=(await district.unit("B1")).id)
    assert await refused(assess_unit(officials.applicant, command)) == [("ROLE_NOT_ALLOWED", "")]
    away = await district.official(Role.COMMUNITY, "C2")
    assert await refused(assess_unit(away, command)) == [("OUTSIDE_AREA", "")]
    assert await refused(assess_unit(officials.street, command)) == []


days = st.dates(date(2020, 1, 1), date(2025, 1, 1))
words = st.sampled_from(("B-h", "disinfection", "photo"))
FACTS = st.builds(
    UnitFacts,
    on=days,
    kind=words,
    events=st.lists(st.builds(EventFact, words, days, days, days | st.none()), max_size=2).map(tuple),
    logs=st.dictionaries(words, st.lists(days, max_size=2).map(tuple), max_size=2),
    test_rounds=st.lists(st.builds(TestRoundFact, days, st.integers(), st.integers()), max_size=2).map(tuple),
    children=st.lists(st.builds(ChildFact, words, words, st.booleans(), days), max_size=2).map(tuple),
    attestations=st.dictionaries(
        words,
        st.builds(AttestationFact, st.booleans(), days, points=st.decimals(0, 100, places=2)),
        max_size=2,
    ),
    evidence=st.dictionaries(
        words,
        st.lists(st.builds(EvidenceFact, words, st.just("image"), days, words), max_size=2).map(tuple),
        max_size=2,
    ),
)


@settings(max_examples=100)
@given(FACTS)
def test_facts_come_back_as_they_were(facts: UnitFacts) -> None:
    assert facts_from(facts_to_data(facts)) == facts


def test_a_snapshot_is_plain_data() -> None:
    assert facts_to_data(UnitFacts(date(2022, 11, 20), "building"))["on"] == "2022-11-20"
