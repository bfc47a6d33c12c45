"""What is judged at applying stands as it was when the application was handed in, until it is handed in again."""

from datetime import timedelta

import pytest

from schema.applications.tables import Application
from schema.criteria.operations import AssessUnit, assess_unit
from schema.frame.identifiers import encode_id
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from tenants.database import Database
from tests.builders.applications import attestations, review, submit
from tests.builders.district import key
from tests.builders.looks import standing_of
from tests.builders.refusals import refused
from tests.clients import ask
from tests.designations.over_time import SCHEME, Place, make_place

ROUND = """criteria:
  - id: S-t
    title: 申报前两天内一轮全员检测
    guidance: 以申报当日为准。
    applies_to: [community]
    judged: JUDGED
    check: {kind: test_rounds, within_days: 2, rounds: 1, percent: 100}
"""
PAGE = """query($id: ID!) { node(id: $id) { ... on Application {
  criteria { criterion { id judgedAtApplying } measured } actions { name allowed } } } }"""


async def place_with(database: Database, judged: str) -> Place:
    place = await make_place(database, SCHEME.replace("criteria:\n", ROUND.replace("JUDGED", judged), 1))
    await round_of_tests(place)
    return place


async def round_of_tests(place: Place) -> None:
    official = await place.applicant("C1")
    command = RecordUnitLog(
        idempotency_key=key(),
        unit_id=(await place.district.unit("C1")).id,
        kind="test_round",
        performed_on=official.today() - timedelta(days=1),
        people_due=10,
        people_tested=10,
    )
    await record_unit_log(official, command)


@pytest.mark.parametrize(
    ("judged", "codes"), [("at_applying", []), ("each_step", [("CRITERIA_NOT_MET", "criteria.S-t")])]
)
async def test_a_round_of_the_day_of_applying_counts_at_every_step(
    database: Database, judged: str, codes: list[tuple[str, str]]
) -> None:
    place = await place_with(database, judged)
    application = await place.apply("C1")
    place.district.clock.forward(9)
    assert await refused(review(place.intake, application, "forward")) == codes
    place.district.clock.forward(9)
    if not codes:
        await review(place.headquarters, application, "name")
        assert await standing_of(place.district, "C1") == "active"


async def test_what_comes_after_the_naming_is_asked_of_other_criteria_as_ever(database: Database) -> None:
    """Only what says so is frozen: a zone since then is in the way."""
    place = await place_with(database, "at_applying")
    application = await place.apply("C1")
    place.district.clock.forward(5)
    result = await ask(place.intake, PAGE, id=identifier(application))
    assert result.errors is None, result.errors
    assert result.data is not None
    node = result.data["node"]
    (shown,) = [one for one in node["criteria"] if one["criterion"]["id"] == "S-t"]
    assert shown["criterion"]["judgedAtApplying"] is True
    assert shown["measured"].startswith("2022-11-20申报时：")
    assert {"name": "FORWARD", "allowed": True} in node["actions"]


async def test_handed_in_again_it_is_judged_anew(database: Database) -> None:
    place = await place_with(database, "at_applying")
    application = await place.apply("C1")
    await review(place.intake, application, "return")
    place.district.clock.forward(5)
    applicant = await place.applicant("C1")
    again = await place.reassess(application)
    assert await refused(submit(applicant, again)) == [("CRITERIA_NOT_MET", "criteria.S-t")]
    await round_of_tests(place)
    await submit(applicant, await place.reassess(application))
    place.district.clock.forward(5)
    await place.decide(application)
    assert await standing_of(place.district, "C1") == "active"


async def test_assessed_again_a_titled_unit_meets_what_it_met_when_it_applied(database: Database) -> None:
    """A periodic assessment judged it anew before, and said of every such name that its unit met nothing."""
    place = await place_with(database, "at_applying")
    await place.decide(await place.apply("C1"))
    place.district.clock.forward(9)
    unit = await place.district.unit("C1")
    stated = await attestations(place.intake, unit.kind)
    command = AssessUnit(idempotency_key=key(), unit_id=unit.id, attestations=stated)
    assert (await assess_unit(place.intake, command)).met


def identifier(application: Application) -> str:
    return encode_id("Application", application.id)


LINES = """query($source: String!) { simulateGuideline(source: $source) {
  units(first: 100) { edges { node { code outcome failing } } } } }"""


async def line_of(place: Place, source: str) -> tuple[str, list[str]]:
    result = await ask(place.headquarters, LINES, source=source)
    assert result.errors is None, result.errors
    assert result.data is not None
    lines = [edge["node"] for edge in result.data["simulateGuideline"]["units"]["edges"]]
    (line,) = [each for each in lines if each["code"] == "C1"]
    return line["outcome"], line["failing"]


@pytest.mark.parametrize("named", [False, True])
async def test_a_what_if_judges_by_what_was_frozen(database: Database, *, named: bool) -> None:
    """A round older than two days: today it would not count, and the next step or assessment does not ask today."""
    place = await place_with(database, "at_applying")
    application = await place.apply("C1")
    if named:
        await place.decide(application)
    place.district.clock.forward(9)
    frozen = SCHEME.replace("criteria:\n", ROUND.replace("JUDGED", "at_applying"), 1)
    assert await line_of(place, frozen) == ("PASS", [])
    each_step = SCHEME.replace("criteria:\n", ROUND.replace("JUDGED", "each_step"), 1)
    assert await line_of(place, each_step) == ("LOSE", ["S-t"])


async def test_a_what_if_judges_a_draft_by_today(database: Database) -> None:
    """Nothing was handed in, so nothing is frozen."""
    place = await place_with(database, "at_applying")
    frozen = SCHEME.replace("criteria:\n", ROUND.replace("JUDGED", "at_applying"), 1)
    place.district.clock.forward(9)
    assert "S-t" in (await line_of(place, frozen))[1]
