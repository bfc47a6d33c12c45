"""Offices of one role at several levels: each does its own steps, for its own units, under its own name."""

import dataclasses
from typing import Any

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import OperationContext
from authz.repository import actor_by_token
from authz.tables import Membership
from schema.deadlines.tables import Escalation
from schema.designations.operations.plaques import RecordPlaque, record_plaque
from schema.designations.rules import Plaque
from schema.escalations.operations import executor
from schema.frame.identifiers import encode_id
from tenants.database import Database
from tests.builders.applications import review
from tests.builders.commands import City, make_city
from tests.builders.district import key
from tests.builders.events import report
from tests.builders.looks import application_now, moves_of, name_of, reviews_of, told
from tests.builders.refusals import refusals
from tests.builders.tokens import issue_token
from tests.clients import ask
from tests.delegations.lending import lend
from tests.plans.both import OFFICIAL

PAGE = """query($id: ID!) { application(id: $id) {
  step { role office roleName }
  process { steps { id office roleName deadline { escalate { role office roleName takesOver } } } }
  transitions { role roleName note } reviews { role roleName } } }"""
ACTIONS = """query($id: ID!) { application(id: $id) { actions { name allowed reasons { code message } } } }"""
CLOCK = "query($id: ID!) { application(id: $id) { deadline { escalations { action role roleName } } } }"
WORK = """{ worklist(tab: PENDING) { edges { node { unit { code } step { roleName } } } }
  worklistCounts { pending area } }"""


@pytest.fixture
async def city(database: Database) -> City:
    return await make_city(database)


async def look(actor: OperationContext, document: str, application: Any) -> Any:
    """Ask for an application both ways, by plans and by resolvers."""
    data = await OFFICIAL.same(actor, document, id=encode_id("Application", application.id))
    return data["application"]


async def pending(actor: OperationContext) -> list[str]:
    """List what waits for somebody, by plans and by resolvers; the count agrees."""
    data = await OFFICIAL.same(actor, WORK)
    found = [edge["node"]["unit"]["code"] for edge in data["worklist"]["edges"]]
    assert data["worklistCounts"]["pending"] == len(found)
    return found


async def test_each_office_does_its_own_step_for_its_own_units(city: City) -> None:
    """The town's step is not the city's and not the next town's; the naming is the city's alone."""
    application = await city.applied()
    before = len(await moves_of(city.district, application))
    for actor, code in (
        (city.first, "OTHER_OFFICE"),
        (city.zone, "OUTSIDE_AREA"),
        (city.commission, "ROLE_NOT_ALLOWED"),
    ):
        (error,) = await refusals(review(actor, application, "endorse", "同意"))
        assert error.code == code
    assert len(await moves_of(city.district, application)) == before
    application = await city.decided(city.town, application, "endorse")
    colleague = await city.district.official(Role.HEADQUARTERS, "TA")
    (error,) = await refusals(review(colleague, application, "name"))
    assert (error.code, error.message) == ("OTHER_OFFICE", "此环节由市指挥部办理，您的任职不在该机构。")
    assert error.details == {"reason": "OTHER_OFFICE", "office": "city_command"}
    assert await name_of(city.district, "QY1") is None
    await city.decided(city.first, application, "name")
    assert await name_of(city.district, "QY1") is not None


async def test_a_zone_is_the_same_level_as_a_town(city: City) -> None:
    application = await city.applied("QY2")
    (error,) = await refusals(review(city.town, application, "endorse", "同意"))
    assert error.code == "OUTSIDE_AREA"
    assert (await city.decided(city.zone, application, "endorse")).step == "naming"


async def test_an_enterprise_grant_of_the_role_is_no_office(city: City) -> None:
    """Held over the enterprise itself the role sits at no level a step names."""
    application = await city.applied()
    low = await city.district.official(Role.HEADQUARTERS, "QY1")
    (error,) = await refusals(review(low, application, "endorse", "同意"))
    assert error.code == "OTHER_OFFICE"
    assert await pending(low) == []
    assert (await city.decided(city.town, application, "endorse")).step == "naming"


async def test_steps_histories_and_grants_say_the_offices(city: City) -> None:
    application = await city.applied()
    standing = await look(city.first, PAGE, application)
    assert standing["step"] == {"role": "HEADQUARTERS", "office": "town_command", "roleName": "区镇指挥部"}
    steps = {step["id"]: step for step in standing["process"]["steps"]}
    assert [step["roleName"] for step in steps.values()] == [
        "区镇工作专班",
        "区镇指挥部",
        "市指挥部",
        "市卫健委",
    ]
    assert [rung["roleName"] for rung in steps["town_review"]["deadline"]["escalate"]] == [
        "区镇指挥部",
        "市指挥部",
    ]
    assert steps["intake"]["office"] is None
    await city.decided(city.first, await city.decided(city.town, application, "endorse"), "name")
    done = await look(city.commission, PAGE, application)
    assert [(move["role"], move["roleName"]) for move in done["transitions"]][1:] == [
        ("street", "区镇工作专班"),
        ("headquarters", "区镇指挥部"),
        ("headquarters", "市指挥部"),
    ]
    assert [each["roleName"] for each in done["reviews"]] == ["区镇工作专班", "区镇指挥部", "市指挥部"]
    assert [each.level for each in await reviews_of(city.district, application)] == ["city", "town", "city"]
    for actor, name in ((city.town, "区镇指挥部"), (city.zone, "区镇指挥部"), (city.first, "市指挥部")):
        held = await OFFICIAL.same(actor, "{ viewer { grants { role roleName } } }")
        assert held["viewer"]["grants"] == [{"role": "HEADQUARTERS", "roleName": name}]


async def test_names_and_their_papers_say_the_offices(city: City) -> None:
    """The history of the name and its certificate say who named, the plaque who handed it over; nights say nobody."""
    await city.decided(city.first, await city.decided(city.town, await city.applied(), "endorse"), "name")
    name = await name_of(city.district, "QY1")
    assert name is not None
    unit = await city.district.unit("QY1")
    command = RecordPlaque(
        idempotency_key=key(),
        designation_id=name.id,
        expected_revision=name.revision,
        what=Plaque.ISSUED,
        on=city.town.today(),
    )
    await record_plaque(city.town, command)
    await report(city.first, unit.id, "close_contact")
    asked = """query($code: String!) { unit(code: $code) { designation {
      changes { change role roleName } } } }"""
    data = await OFFICIAL.same(city.commission, asked, code="QY1")
    assert [tuple(each.values()) for each in data["unit"]["designation"]["changes"]] == [
        ("named", "headquarters", "市指挥部"),
        ("suspended", "headquarters", "市指挥部"),
    ]
    papers = """query($code: String!) { unit(code: $code) { designation {
      certificates { roleName } plaqueMoves { roleName } } } }"""
    result = await ask(city.commission, papers, code="QY1")
    assert result.data is not None, result.errors
    assert result.data["unit"]["designation"] == {
        "certificates": [{"roleName": "市指挥部"}],
        "plaqueMoves": [{"roleName": "区镇指挥部"}],
    }


async def test_the_guideline_tells_its_offices(city: City) -> None:
    asked = "{ guideline { offices { id name role levels { id name } } } }"
    data = await OFFICIAL.same(city.first, asked)
    assert data["guideline"]["offices"] == [
        {
            "id": "town_command",
            "name": "区镇指挥部",
            "role": "HEADQUARTERS",
            "levels": [{"id": "town", "name": "镇"}, {"id": "zone", "name": "园区"}],
        },
        {
            "id": "city_command",
            "name": "市指挥部",
            "role": "HEADQUARTERS",
            "levels": [{"id": "city", "name": "市"}],
        },
    ]


async def test_buttons_and_deeds_agree(city: City) -> None:
    application = await city.applied()
    for actor, allowed in ((city.town, True), (city.first, False), (city.zone, False)):
        actions = (await look(actor, ACTIONS, application))["actions"]
        found = {action["name"]: action for action in actions}
        assert found["ENDORSE"]["allowed"] is allowed, actor
        if actor is city.first:
            assert [each["code"] for each in found["ENDORSE"]["reasons"]] == ["OTHER_OFFICE"]


async def test_each_office_has_its_own_steps_on_its_worklist(city: City) -> None:
    application = await city.applied()
    seats = {"town": city.town, "zone": city.zone, "city": city.first, "desk": city.desk}
    assert {name: await pending(each) for name, each in seats.items()} == {
        "town": ["QY1"],
        "zone": [],
        "city": [],
        "desk": [],
    }
    await city.decided(city.town, application, "endorse")
    assert {name: await pending(each) for name, each in seats.items()} == {
        "town": [],
        "zone": [],
        "city": ["QY1"],
        "desk": [],
    }


async def unassigned(actor: OperationContext) -> int:
    result = await ask(actor, "{ worklistCounts { unassigned } }")
    assert result.data is not None, result.errors
    return int(result.data["worklistCounts"]["unassigned"])


async def dismiss(city: City, *gone: OperationContext) -> None:
    held = [grant.membership_id for actor in gone for grant in actor.actor.grants]
    async with city.district.database.of(city.district.tenant).begin() as session:
        for row in await session.scalars(select(Membership).where(Membership.id.in_(held))):
            row.valid_until = city.district.clock.now


async def test_what_waits_for_an_office_nobody_sits_in_waits_for_nobody(city: City) -> None:
    """That others hold the role, above or in the next zone, does not help; the city looks after it."""
    application = await city.applied()
    assert await unassigned(city.first) == 0
    await dismiss(city, city.town)
    assert await unassigned(city.first) == 1
    town = await city.district.official(Role.HEADQUARTERS, "TA")
    assert await unassigned(city.first) == 0
    await city.decided(town, application, "endorse")
    assert await unassigned(city.first) == 0
    await dismiss(city, city.first, city.second)
    assert await unassigned(city.commission) == 1


async def test_persons_are_counted_not_offices(city: City) -> None:
    """Who sits in both offices does one of the two steps."""
    application = await city.applied()
    grants = (*city.town.actor.grants, *city.first.actor.grants)
    both = dataclasses.replace(city.town, actor=dataclasses.replace(city.town.actor, grants=grants))
    application = await city.decided(both, application, "endorse")
    assert [each.level for each in await reviews_of(city.district, application)][-1] == "town"
    (error,) = await refusals(review(both, application, "name"))
    assert error.code == "ALREADY_ACTED"
    assert await name_of(city.district, "QY1") is None
    await city.decided(city.second, application, "name")
    assert await name_of(city.district, "QY1") is not None


async def test_a_delegation_is_for_the_office_it_was_given_for(city: City) -> None:
    """Whoever stands in for the town's command does the town's step, and no other of the role."""
    application = await city.applied()
    colleague = await city.district.official(Role.COMMUNITY, "TA")
    await lend(city.district, city.town, colleague)
    stand_in = await signed_in(city, colleague)
    assert [(grant.role, grant.level) for grant in stand_in.actor.grants] == [
        (Role.COMMUNITY, "town"),
        (Role.HEADQUARTERS, "town"),
    ]
    assert await pending(stand_in) == ["QY1"]
    application = await city.decided(stand_in, application, "endorse")
    other = await city.district.official(Role.COMMUNITY, "TA")
    await lend(city.district, city.town, other)
    (error,) = await refusals(review(await signed_in(city, other), application, "name"))
    assert error.code == "OTHER_OFFICE"
    third = await city.district.official(Role.COMMUNITY, "TA")
    await lend(city.district, city.first, third)
    await city.decided(await signed_in(city, third), application, "name")
    done = await look(city.commission, PAGE, application)
    assert [move["roleName"] for move in done["transitions"]][-2:] == ["区镇指挥部", "市指挥部"]


async def signed_in(city: City, person: OperationContext) -> OperationContext:
    """Let somebody come with a token, so that what they hold is what the database says now."""
    async with city.district.database.of(city.district.tenant).begin() as session:
        _, digest = await issue_token(session, person, city.district.clock.now)
        found = await actor_by_token(session, digest, city.district.clock())
    assert found is not None
    return city.district.context(found.value)


async def test_who_is_told_is_the_office(city: City) -> None:
    application = await city.applied()
    assert [await told(each) for each in (city.town, city.zone, city.first)] == [
        ["application.arrived"],
        [],
        [],
    ]
    await city.decided(city.town, application, "endorse")
    assert [await told(each) for each in (city.first, city.second)] == [["application.arrived"]] * 2


async def test_rungs_go_to_their_offices(city: City) -> None:
    """The town's command is reminded, then the city's may act; and whoever did so does not name."""
    application = await city.applied()
    city.district.clock.forward(3)
    assert await city.sweep() == 1
    assert "application.reminded" in await told(city.town)
    assert await told(city.first) == []
    await city.play.prepare(await city.play.actor("building_leader", "QY1"), await city.district.unit("QY1"))
    (error,) = await refusals(review(city.first, application, "endorse", "同意"))
    assert error.code == "OTHER_OFFICE"
    city.district.clock.forward(1)
    assert await city.sweep() == 1
    assert [await told(each) for each in (city.first, city.zone)] == [["application.take_over"], []]
    clock = await look(city.first, CLOCK, application)
    assert clock["deadline"]["escalations"] == [
        {"action": "remind", "role": "HEADQUARTERS", "roleName": "区镇指挥部"},
        {"action": "take_over", "role": "HEADQUARTERS", "roleName": "市指挥部"},
    ]
    notes = [move.note for move in await moves_of(city.district, application) if move.action == "take_over"]
    assert notes == ["已满 3 个工作日，可接手办理：市指挥部"]
    assert await pending(city.first) == await pending(city.town) == ["QY1"]
    assert await pending(city.zone) == []
    await city.play.prepare(await city.play.actor("building_leader", "QY1"), await city.district.unit("QY1"))
    application = await city.decided(city.first, application, "endorse")
    done = await look(city.commission, PAGE, application)
    assert done["transitions"][-1]["roleName"] == "市指挥部"
    (error,) = await refusals(review(city.first, application, "name"))
    assert error.code == "ALREADY_ACTED"
    await city.decided(city.second, application, "name")


async def test_where_nobody_sits_in_the_office_the_next_above_is_told(city: City) -> None:
    """The reminder of an empty town's command goes to the city's: nobody does the step."""
    application = await city.applied()
    await dismiss(city, city.town)
    city.district.clock.forward(3)
    await city.sweep()
    assert await told(city.first) == ["application.unassigned"]
    assert await told(city.zone) == []
    async with city.first.read() as session:
        rungs = (await session.scalars(select(Escalation))).all()
    assert [(rung.role, rung.office) for rung in rungs] == [("headquarters", "city_command")]
    notes = [move.note for move in await moves_of(city.district, application) if move.action == "remind"]
    assert notes == ["已满 2 个工作日，提醒市指挥部（区镇指挥部无人，顺延）"]
    assert executor(("town_command", "city_command"), {"headquarters", "city_command"}) == "city_command"
    assert (await application_now(city.district, application)).step == "town_review"
