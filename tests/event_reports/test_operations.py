"""What happens to names when something happens: the event and its consequences are one transaction."""

import asyncio
import random
import re
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.guidelines.repository.templates import load_template
from tenants.database import Database
from tests.builders.applications import (
    Officials,
    appoint_all,
    named,
    pass_steps,
    ready,
    review,
    submit,
    submitted,
)
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.events import close, report
from tests.builders.guidelines import publish
from tests.builders.looks import changes_of, name_of, standing_of
from tests.builders.refusals import refused
from tests.consequences.titled import MANY, make_compound, standings

STATES = {
    "close_contact": ("B-b", "CLOSE_CONTACT_REPORTED"),
    "home_quarantine": ("B-c", "HOME_QUARANTINE_REPORTED"),
    "key_area_returnee": ("B-d", "RETURNEE_REPORTED"),
}
ZONES = {"risk_zone": "RISK_ZONE_SET", "temporary_control_zone": "CONTROL_ZONE_SET"}


@pytest.fixture
async def district(database: Database) -> District:
    return await make_compound(database)


@pytest.fixture
async def street(district: District) -> OperationContext:
    return await district.official(Role.STREET, "S1")


async def last_change(district: District, code: str) -> tuple[str, str, str | None]:
    change = (await changes_of(district, code))[-1]
    return change.change, change.cause, change.clause


@pytest.mark.parametrize("kind", ["case", "asymptomatic"])
async def test_b_a_a_case_takes_the_names_of_its_building_and_compound(
    district: District, street: OperationContext, kind: str
) -> None:
    """B-a, B-M2, B-M4: the standard holds on after the naming.

    Both lose their own window, so both are revoked at once; the neighbour keeps its name.
    """
    event = await report(street, (await district.unit("B1")).id, kind)
    assert await standings(district, "B1", "X1", "B2") == {"B1": "revoked", "X1": "revoked", "B2": "active"}
    cause = {"case": "CASE_REPORTED", "asymptomatic": "ASYMPTOMATIC_REPORTED"}[kind]
    for code in ("B1", "X1"):
        assert await last_change(district, code) == ("revoked", cause, "B-a")
        name = await name_of(district, code)
        assert name is not None
        assert name.ended_on == street.today()
        change = (await changes_of(district, code))[-1]
        assert (change.event_id, change.effective_on) == (event.id, street.today())


@pytest.mark.parametrize(
    ("days_ago", "standing"), [(0, "revoked"), (7, "revoked"), (8, "active"), (30, "active")]
)
async def test_question_1_only_a_case_inside_the_window_counts(
    district: District, street: OperationContext, days_ago: int, standing: str
) -> None:
    """Open question 1, B-a: local calendar days since the report; the eighth day is outside."""
    await report(street, (await district.unit("B1")).id, "case", days_ago=days_ago)
    assert await standing_of(district, "B1") == standing


async def test_question_3_a_case_found_in_central_quarantine_does_not_count(
    district: District, street: OperationContext
) -> None:
    """Open question 3: kept and flagged, but no name falls. The same case outside does (the twin)."""
    unit = await district.unit("B1")
    day = street.today()
    for quarantined, standing in ((True, "active"), (False, "revoked")):
        told = Report(kind="case", occurred_on=day, reported_on=day, in_central_quarantine=quarantined)
        command = ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=told)
        event = await report_health_event(street, command)
        assert event.in_central_quarantine is quarantined
        assert await standing_of(district, "B1") == standing


@pytest.mark.parametrize("kind", STATES)
async def test_b_b_to_b_d_a_state_suspends_and_its_end_restores(
    district: District, street: OperationContext, kind: str
) -> None:
    """B-b, B-c, B-d, open questions 2 and 21: suspended while it goes on; both come back when it ends."""
    clause, cause = STATES[kind]
    event = await report(street, (await district.unit("B1")).id, kind)
    assert await standings(district, "B1", "X1", "B2") == {
        "B1": "suspended",
        "X1": "suspended",
        "B2": "active",
    }
    for code in ("B1", "X1"):
        assert await last_change(district, code) == ("suspended", cause, clause)
    await close(street, event)
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}
    for code in ("B1", "X1"):
        assert await last_change(district, code) == ("restored", "RE_EVALUATED", None)


async def test_question_2_all_states_must_have_ended(district: District, street: OperationContext) -> None:
    """Two contacts in two buildings: the first to end brings its building back, the compound only the second."""
    first = await report(street, (await district.unit("B1")).id, "close_contact")
    second = await report(street, (await district.unit("B2")).id, "close_contact")
    await close(street, first)
    assert await standings(district, "B1", "B2", "X1") == {
        "B1": "active",
        "B2": "suspended",
        "X1": "suspended",
    }
    await close(street, second)
    assert await standings(district, "B2", "X1") == {"B2": "active", "X1": "active"}
    assert [change.change for change in await changes_of(district, "X1")] == [
        "named",
        "suspended",
        "restored",
    ]


@pytest.mark.parametrize("kind", ZONES)
@pytest.mark.parametrize("place", ["S1", "C1", "X1"])
async def test_b_e_a_zone_above_suspends_compounds_not_buildings(
    district: District, street: OperationContext, kind: str, place: str
) -> None:
    """B-e, open question 12: asked of compounds and above, not of buildings; it holds for all below the zone."""
    event = await report(street, (await district.unit(place)).id, kind)
    assert await standings(district, "B1", "B2", "X1") == {"B1": "active", "B2": "active", "X1": "suspended"}
    assert await last_change(district, "X1") == ("suspended", ZONES[kind], "B-e")
    await close(street, event)
    assert await standing_of(district, "X1") == "active"


async def test_b_e_a_zone_beside_touches_nothing(district: District) -> None:
    elsewhere = await district.official(Role.STREET, "S2")
    await report(elsewhere, (await district.unit("S2")).id, "risk_zone")
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}


async def test_a_suspended_name_is_lost_to_a_case(district: District, street: OperationContext) -> None:
    """Suspended is held: the stronger loss still comes, and the end of the weaker restores nothing then."""
    unit = await district.unit("B1")
    contact = await report(street, unit.id, "close_contact")
    await report(street, unit.id, "home_quarantine")
    assert len(await changes_of(district, "B1")) == 2, "suspended already: no second entry"
    await report(street, unit.id, "case")
    await close(street, contact)
    assert await standings(district, "B1", "X1") == {"B1": "revoked", "X1": "revoked"}
    assert [change.change for change in await changes_of(district, "B1")] == ["named", "suspended", "revoked"]


def lenient(clause: str) -> str:
    """Write a guideline in which a compound does not lose its own name by `clause` itself."""
    text_ = load_template("wenlong").text
    text_ = re.sub("^id: wenlong$", "id: lenient", text_, flags=re.MULTILINE)
    found = re.search(rf"  - id: {clause}\n(?:    .*\n)+", text_)
    assert found is not None
    criterion = found[0]
    apart = (
        criterion.replace("[building, entrance, compound, group, village, community]", "[compound]")
        .replace("on_loss: revoke", "on_loss: none")
        .replace("on_loss: suspend", "on_loss: none")
    )
    return text_.replace(criterion, criterion.replace("entrance, compound, ", "entrance, ") + apart)


@pytest.mark.parametrize(
    ("clause", "kind", "child"), [("B-a", "case", "revoked"), ("B-b", "close_contact", "suspended")]
)
async def test_question_21_a_compound_is_suspended_when_a_building_falls(
    database: Database, clause: str, kind: str, child: str
) -> None:
    """Open question 21, B-f: by the loss below alone, under a guideline whose compounds have no loss of their own."""
    district = await make_compound(database, lenient(clause))
    street = await district.official(Role.STREET, "S1")
    event = await report(street, (await district.unit("B1")).id, kind)
    assert await standings(district, "B1", "X1") == {"B1": child, "X1": "suspended"}
    assert await last_change(district, "X1") == ("suspended", "CHILD_NAME_LOST", "B-f")
    if kind == "close_contact":
        await close(street, event)
        assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}


async def test_names_fall_by_the_version_they_were_given_under(database: Database) -> None:
    """A name given under the first version keeps its window of 8 days when 14 are asked of new ones."""
    district = await make_compound(database)
    source = load_template("wenlong").text.replace("days: 8, basis", "days: 14, basis")
    await publish(district, source)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "N1")
    await named(district, officials, "N1")
    for code in ("B1", "N1"):
        await report(officials.community, (await district.unit(code)).id, "case", days_ago=10)
    assert await standings(district, "B1", "N1") == {"B1": "active", "N1": "revoked"}


async def test_a_refused_report_leaves_names_alone(district: District, street: OperationContext) -> None:
    """The event and what it does are one transaction: no event, no consequence; the twin has both."""
    unit = await district.unit("B1")
    tomorrow = street.today() + timedelta(days=1)
    told = Report(kind="case", occurred_on=tomorrow, reported_on=tomorrow)
    command = ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=told)
    assert [code for code, _ in await refused(report_health_event(street, command))] == [
        "EVENT_IN_FUTURE"
    ] * 2
    assert await standing_of(district, "B1") == "active"
    await report(street, unit.id, "case")
    assert await standing_of(district, "B1") == "revoked"


TITLED_WITH_A_CASE = text(
    """
    select place.code from designations held
    join units place on place.tenant_id = held.tenant_id and place.id = held.unit_id
    where held.tenant_id = :tenant and held.status = 'active' and exists (
        select from health_events event
        join units spot on spot.tenant_id = event.tenant_id and spot.id = event.unit_id
        where event.tenant_id = held.tenant_id and (spot.path = place.path or spot.path like place.path || '.%')
        and (event.kind = 'case' or (event.kind = 'close_contact' and event.ended_on is null))
    )
    """
)


@pytest.mark.parametrize("kind", ["case", "close_contact"])
async def test_a_report_racing_with_a_naming_never_leaves_a_titled_unit_with_it(
    database: Database, owner: AsyncEngine, kind: str
) -> None:
    """B-a, B-b: whichever comes first, no unit bears its name in force with a case inside the window.

    Either the naming sees the event and is refused, or the event sees the name and takes it.
    """
    district = await make_district(database)
    await district.import_units(*STREETS, *MANY)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    chance = random.Random(kind)
    outcomes = await asyncio.gather(
        *[await _race(district, officials, code, kind, chance.random() / 50) for code, *_ in MANY]
    )
    async with owner.connect() as connection:
        assert list(await connection.scalars(TITLED_WITH_A_CASE, {"tenant": district.tenant.id})) == []
    assert all(naming in ([], [("CRITERIA_NOT_MET", f"criteria.{clause}")]) for clause, naming in outcomes)


async def _race(
    district: District, officials: Officials, code: str, kind: str, delay: float
) -> Coroutine[Any, Any, tuple[str, list[tuple[str, str]]]]:
    """Prepare a unit for its naming; give the race of naming and report."""
    application = await pass_steps(
        officials, await submitted(district, officials, code), ("forward", "intake", "street", "commission")
    )
    unit = await district.unit(code)

    async def later() -> None:
        await asyncio.sleep(delay)
        await report(officials.community, unit.id, kind)

    async def race() -> tuple[str, list[tuple[str, str]]]:
        naming, _ = await asyncio.gather(
            refused(review(officials.headquarters, application, "name")), later()
        )
        return {"case": "B-a", "close_contact": "B-b"}[kind], naming

    return race()


async def test_a_zone_racing_with_a_naming(database: Database) -> None:
    """B-e: a zone set on the street while the compound below it is being named."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    for code in ("B1", "B2"):
        await named(district, await appoint_all(district, Role.BUILDING_LEADER, code), code)
    officials = await appoint_all(district, Role.PROPERTY, "X1")
    application = await submit(officials.applicant, await ready(district, officials, "X1", households=0))
    await pass_steps(officials, application, ("forward", "intake", "street", "commission"))
    naming, _ = await asyncio.gather(
        refused(review(officials.headquarters, application, "name")),
        report(officials.street, (await district.unit("S1")).id, "risk_zone"),
    )
    expected = None if naming else "suspended"
    assert naming in ([], [("CRITERIA_NOT_MET", "criteria.B-e")])
    assert await standing_of(district, "X1") == expected


async def test_many_reports_at_once_neither_block_nor_get_lost(
    district: District, street: OperationContext
) -> None:
    """Reports in the same line of the tree wait for each other in one order: no deadlock, all are kept."""
    places = ["B1", "B2", "X1", "C1", "S1", "B1", "N1", "V1"]
    ids = [(await district.unit(code)).id for code in places]
    events = await asyncio.gather(*[report(street, unit_id, "close_contact") for unit_id in ids])
    assert len({event.id for event in events}) == len(places)
    assert await standings(district, "B1", "B2", "X1") == dict.fromkeys(("B1", "B2", "X1"), "suspended")
    await asyncio.gather(*[close(street, event) for event in events])
    assert await standings(district, "B1", "B2", "X1") == dict.fromkeys(("B1", "B2", "X1"), "active")
