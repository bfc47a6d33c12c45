"""Figures and complaints on the database: recorded, corrected, read alike one by one and all at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from authz.actions import Role
from authz.context import OperationContext
from schema.complaints.operations import (
    RecordComplaint,
    SettleComplaint,
    record_complaint,
    settle_complaint,
)
from schema.criteria.loading import load_census, load_facts
from schema.criteria.rules import evaluate_against
from schema.figures.operations import RecordFigure, record_figure
from schema.figures.rules import FigureEntry
from schema.figures.tables import UnitFigure
from schema.guidelines.repository import current_edition
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.residents.rules import HouseholdRow
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.own_scheme import own_district
from tests.builders.refusals import refused
from tests.builders.residents import numbered
from tests.clients import ask, refused_with

SCHEME = """
figures:
  - {id: vaccination, name: 疫苗接种率, excludes: 禁忌者}
  - {id: publicity, name: 宣传到户率}
  - {id: everybody, name: 全员接种率, counts: residents}
benchmarks:
  - {id: county, name: 全县平均, values: [{since: 2022-10-01, percent: 90, source: 县疾控中心}]}
criteria:
  - id: S-a
    title: 接种率高于全县平均
    guidance: 有禁忌证的不计入。
    applies_to: [hall]
    check: {kind: rate, figure: vaccination, benchmark: county}
  - id: S-b
    title: 没有投诉
    guidance: 逾期未办结的计入。
    applies_to: [park, hall]
    check: {kind: complaints, within_days: 30}
"""


@pytest.fixture
async def district(database: Database) -> District:
    return await own_district(database, SCHEME)


@pytest.fixture
async def community(district: District) -> OperationContext:
    return await district.official(Role.COMMUNITY, "P1")


def entry(actor: OperationContext, numerator: int, days_ago: int = 0, **more: object) -> FigureEntry:
    day = actor.today() - timedelta(days=days_ago)
    given = {"figure": "vaccination", "denominator": 100, "source": "接种台账", **more}
    return FigureEntry(numerator=numerator, period_from=day, period_until=day, **given)  # type: ignore[arg-type]


async def record(actor: OperationContext, district: District, given: FigureEntry) -> list[tuple[str, str]]:
    unit = await district.unit("H1")
    return await refused(
        record_figure(actor, RecordFigure(idempotency_key=key(), unit_id=unit.id, entry=given))
    )


async def failing(district: District, code: str) -> list[str]:
    """Judge a unit today, by its own facts and by those of the census."""
    unit = await district.unit(code)
    commission = await district.official(Role.COMMISSION, district.root)
    async with commission.read() as session:
        guideline = (await current_edition(session, commission.today())).guideline
        alone = await load_facts(session, unit, commission.today())
        census = {each.code: each.facts for each in await load_census(session, commission.today())}
    for name in ("figures", "complaints"):
        assert getattr(census[code], name) == getattr(alone, name)
    return [finding.criterion_id for finding in evaluate_against(guideline, alone).failures]


async def test_the_latest_period_counts_and_a_further_record_corrects_it(
    district: District, community: OperationContext
) -> None:
    assert await failing(district, "H1") == ["S-a"]
    assert await record(community, district, entry(community, 95, days_ago=3)) == []
    assert await failing(district, "H1") == []
    assert await record(community, district, entry(community, 80)) == []
    assert await record(community, district, entry(community, 99, days_ago=2)) == []
    assert await failing(district, "H1") == ["S-a"]
    assert await record(community, district, entry(community, 82, excluded=10)) == []
    assert await failing(district, "H1") == []
    seen = await ask(community, '{ unit(code: "H1") { figures { figure name numerator excluded percent } } }')
    assert seen.data is not None
    (figure,) = seen.data["unit"]["figures"]
    assert (figure["name"], figure["numerator"], str(figure["percent"])) == ("疫苗接种率", 82, "91.11")


async def test_nobody_is_left_out_of_a_figure_that_leaves_nobody_out(
    district: District, community: OperationContext
) -> None:
    given = entry(community, 80, figure="publicity", excluded=1)
    assert await record(community, district, given) == [("INVALID_INPUT", "excluded")]
    async with community.read() as session:
        assert await session.scalar(select(func.count()).select_from(UnitFigure)) == 0
    assert await record(community, district, entry(community, 80, figure="publicity")) == []


async def complain(district: District, community: OperationContext, reference: str) -> SettleComplaint:
    unit, today = await district.unit("H1"), community.today()
    made = await record_complaint(
        community,
        RecordComplaint(
            idempotency_key=key(),
            unit_id=unit.id,
            reference=reference,
            received_on=today - timedelta(days=5),
            due_on=today - timedelta(days=1),
            about_epidemic=True,
        ),
    )
    return SettleComplaint(
        idempotency_key=key(), complaint_id=made.id, expected_revision=1, substantiated=True
    )


async def test_a_complaint_counts_once_somebody_else_found_it_substantiated(
    district: District, community: OperationContext
) -> None:
    """Open question 17: those it is about do not judge it; below counts for above."""
    street = await district.official(Role.STREET, "P1")
    found = await complain(district, community, "卷-1")
    assert await refused(settle_complaint(community, found)) == [("ROLE_NOT_ALLOWED", "")]
    assert await failing(district, "P1") == []
    assert await refused(settle_complaint(street, found)) == []
    assert await failing(district, "P1") == ["S-b"]
    assert "S-b" in await failing(district, "H1")
    assert "S-b" not in await failing(district, "H2")
    district.clock.forward(26)
    assert await failing(district, "P1") == []


async def test_complaints_are_shown_by_reference_to_those_who_may_know(
    district: District, community: OperationContext
) -> None:
    found = await complain(district, community, "卷-2")
    document = '{ unit(code: "P1") { complaints { reference substantiated settledOn } } }'
    seen = await ask(community, document)
    assert seen.data is not None
    assert seen.data["unit"]["complaints"] == [
        {"reference": "卷-2", "substantiated": None, "settledOn": None}
    ]
    leader = await ask(await district.official(Role.BUILDING_LEADER, "P1"), document)
    assert refused_with(leader) == []
    assert leader.data is not None
    assert leader.data["unit"]["complaints"] is None
    street = await district.official(Role.STREET, "P1")
    assert await told(community) == {
        "RECORD_FIGURE": [],
        "RECORD_COMPLAINT": [],
        "SETTLE": ["ROLE_NOT_ALLOWED"],
    }
    assert (await told(street))["SETTLE"] == []
    settled = replace(found, settled_on=community.today())
    assert await refused(settle_complaint(street, settled)) == []
    assert (await told(street))["SETTLE"] == ["COMPLAINT_SETTLED"]


async def told(actor: OperationContext) -> dict[str, list[str]]:
    """Tell why the actor may not do what a page of figures or complaints offers."""
    offered = "actions { name reasons { code } }"
    seen = await ask(
        actor, f'{{ unit(code: "P1") {{ {offered} complaints {{ unit {{ code }} {offered} }} }} }}'
    )
    assert seen.data is not None
    (complaint,) = seen.data["unit"]["complaints"]
    assert complaint["unit"]["code"] == "H1"
    return {
        action["name"]: [reason["code"] for reason in action["reasons"]]
        for action in [*seen.data["unit"]["actions"], *complaint["actions"]]
        if action["name"] in ("RECORD_FIGURE", "RECORD_COMPLAINT", "SETTLE")
    }


async def test_t_3_3a_a_share_of_residents_is_of_all_on_the_roster_of_its_day(
    district: District, community: OperationContext
) -> None:
    """T-3.3a, question 19: who lives there is in the denominator, whoever came since is not; other shares are free."""
    today = community.today()
    arrivals = (None, None, today, today - timedelta(days=5))
    people = tuple(replace(numbered(place), arrived_on=on) for place, on in enumerate(arrivals, start=1))
    unit = await district.unit("H1")
    command = RegisterHouseholds(
        idempotency_key=key(), unit_id=unit.id, households=(HouseholdRow("1", residents=people),)
    )
    await register_households(community, command)

    def share(denominator: int, days_ago: int = 0, figure: str = "everybody") -> FigureEntry:
        return entry(community, 1, days_ago, denominator=denominator, figure=figure)

    short = [("INVALID_INPUT", "denominator")]
    assert await record(community, district, share(3)) == short
    assert await record(community, district, share(1)) == short
    assert await record(community, district, share(4)) == []
    assert await record(community, district, share(3, days_ago=1)) == []
    assert await record(community, district, share(2, days_ago=1)) == short
    assert await record(community, district, share(2, days_ago=6)) == []
    assert await record(community, district, share(1, figure="publicity")) == []
