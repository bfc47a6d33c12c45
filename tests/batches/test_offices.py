"""An inspection that is an office's: who may sit in its team, and whose conclusion counts."""

import dataclasses

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.tables import Application
from schema.inspections.operations import ConcludeInspection, conclude_inspection
from tenants.database import Database
from tests.builders.district import key
from tests.builders.looks import application_now
from tests.builders.play import Play
from tests.builders.refusals import refusals
from tests.clients import ask
from tests.guidelines.test_schemes import set_up, source_of, story_of

OFFICE = "offices:\n  - {id: town_team, name: 镇验收专班, role: street, levels: [town]}\ncriteria:\n"
INSPECTION = "kind: review, role: street, actions"
ELIGIBLE = "{ batches { edges { node { eligible { displayName } } } } }"


async def play_with_office(database: Database) -> Play:
    source = source_of("batches").replace("criteria:\n", OFFICE, 1)
    assert source.count(INSPECTION) == 1
    parted = source.replace(INSPECTION, "kind: review, role: street, office: town_team, actions")
    return await set_up(database, parted, story_of("batches"))


async def test_the_team_is_of_the_office(database: Database) -> None:
    """The prefecture's own people of the role do not inspect for the town."""
    play = await play_with_office(database)
    await play.district.official(Role.STREET, play.root, "州专班")
    await play.district.official(Role.STREET, "Z1", "镇专班")
    clerk = await play.actor("street", "Z1", "clerk")
    result = await ask(clerk, ELIGIBLE)
    assert result.data is not None, result.errors
    (batch,) = [edge["node"] for edge in result.data["batches"]["edges"]]
    names = {each["displayName"] for each in batch["eligible"]}
    assert "镇专班" in names
    assert "州专班" not in names


async def test_the_conclusion_is_the_offices(database: Database) -> None:
    play = await play_with_office(database)
    unit = await play.district.unit("SQ1")
    process = play.guideline.processes[0]
    applicant = await play.actor(process.applicants[0], "SQ1")
    await play.prepare(applicant, unit)
    application = await play.hand_in(applicant, unit, process)
    upper = await play.district.official(Role.STREET, play.root)
    leader = play.team[0]
    moved = dataclasses.replace(leader, actor=dataclasses.replace(leader.actor, grants=upper.actor.grants))
    play.team[0] = moved
    assert process.batches is not None
    (error,) = await refusals(play.inspect(process.batches, application))
    assert error.code == "OTHER_OFFICE"
    assert (await application_now(play.district, application)).step == "inspection"
    await conclude(play, leader, application)
    assert (await application_now(play.district, application)).step == "naming"


async def conclude(play: Play, leader: OperationContext, application: Application) -> None:
    now = await application_now(play.district, application)
    command = ConcludeInspection(
        idempotency_key=key(),
        application_id=now.id,
        expected_revision=now.revision,
        opinion="验收通过",
        settlement=(),
    )
    await conclude_inspection(leader, command)
