"""What a third party is told of a unit as its name is given, suspended, restored and lost."""

from datetime import timedelta
from typing import Any

import pytest

from authz.actions import Role
from authz.context import ANONYMOUS, Actor
from schema.designations.rules import Cause, public_text
from schema.guidelines.repository.templates import load_template
from tenants.base import new_id
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, named, pass_steps, ready, submit
from tests.builders.district import STREETS, District, make_district
from tests.builders.events import close, report
from tests.builders.guidelines import publish
from tests.builders.numbers import number_of
from tests.clients import ask, ask_public

STATUS = """
query($code: String!) {
  unitStatus(code: $code) {
    code name kind kindName parentCode titled suspended title number since endedOn asOf
    reason { code text clause effectiveOn }
    eligibility { from conditions { clause text from } }
    history { change number reason { code clause effectiveOn } }
    coverage { counted titled }
  }
}"""
OFFICIALLY = """
query($code: String!) {
  unit(code: $code) { standing { eligibleFrom } eligibility { from conditions { clause text from } } }
}"""
TITLED = """
query($kind: String, $underCode: String) {
  titledUnits(kind: $kind, underCode: $underCode) { totalCount edges { node { code titled } } }
}"""


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    return await appoint_all(district, Role.BUILDING_LEADER, "B1")


async def status(district: District, code: str) -> dict[str, Any]:
    """Ask as a program with a key; anybody is told the same."""
    program = Actor("client", new_id(), "第三方", (), frozenset({"status:read"}))
    found = await ask_public(district.context(program), STATUS, code=code)
    anybody = await ask_public(district.context(ANONYMOUS), STATUS, code=code)
    told: dict[str, Any] = found["unitStatus"]
    assert {**told, "asOf": None} == {**anybody["unitStatus"], "asOf": None}
    return told


async def titled(district: District, **narrowed: str) -> list[str]:
    data = await ask_public(district.context(ANONYMOUS), TITLED, **narrowed)
    edges = data["titledUnits"]["edges"]
    assert data["titledUnits"]["totalCount"] == len(edges)
    assert all(edge["node"]["titled"] for edge in edges)
    return [edge["node"]["code"] for edge in edges]


async def test_a_unit_without_a_name(district: District) -> None:
    told = await status(district, "B1")
    assert (told["name"], told["kind"], told["kindName"], told["parentCode"]) == (
        "通惠苑1栋",
        "building",
        "楼栋",
        "X1",
    )
    assert not told["titled"]
    assert not told["suspended"]
    for field in ("title", "number", "since", "endedOn", "reason", "eligibility"):
        assert told[field] is None
    assert told["history"] == []
    assert (await status(district, "500110"))["parentCode"] is None


async def test_an_application_under_way_is_nobodys_business(district: District, officials: Officials) -> None:
    """Neither draft nor review shows: only the name does, once it is given."""
    before = await status(district, "B1")
    application = await submit(officials.applicant, await ready(district, officials, "B1"))
    assert {**await status(district, "B1"), "asOf": None} == {**before, "asOf": None}
    await pass_steps(officials, application)
    assert (await status(district, "B1"))["titled"]


async def test_b_w1_b_m4_a_name_from_its_giving_to_its_loss(district: District, officials: Officials) -> None:
    """B-W1, B-M4: given, suspended for a contact, restored, lost to a case; each time with the reason."""
    await named(district, officials, "B1")
    told = await status(district, "B1")
    number = number_of(district, "楼栋", 1)
    assert (told["titled"], told["suspended"], told["reason"]) == (True, False, None)
    assert (told["title"], told["number"], told["since"], told["endedOn"]) == (
        "无疫楼栋",
        number,
        "2022-11-20",
        None,
    )
    contact = await report(officials.street, (await district.unit("B1")).id, "close_contact")
    told = await status(district, "B1")
    assert (told["titled"], told["suspended"], told["number"]) == (False, True, number)
    assert told["reason"] == {
        "code": "CLOSE_CONTACT_REPORTED",
        "text": "辖内报告密切接触者",
        "clause": "B-b",
        "effectiveOn": "2022-11-20",
    }
    assert told["eligibility"]["from"] is None
    assert [one["clause"] for one in told["eligibility"]["conditions"]] == ["B-b"]
    district.clock.forward(2)
    await close(officials.street, contact)
    told = await status(district, "B1")
    assert (told["titled"], told["suspended"], told["reason"]) == (True, False, None)
    assert told["eligibility"] is None

    district.clock.forward(1)
    await report(officials.street, (await district.unit("B1")).id, "case")
    told = await status(district, "B1")
    assert (told["titled"], told["suspended"], told["endedOn"]) == (False, False, "2022-11-23")
    assert told["reason"]["code"] == "CASE_REPORTED"
    assert told["reason"]["clause"] == "B-a"
    assert [
        (one["change"], one["reason"]["code"], one["reason"]["effectiveOn"]) for one in told["history"]
    ] == [
        ("revoked", "CASE_REPORTED", "2022-11-23"),
        ("restored", "RE_EVALUATED", "2022-11-22"),
        ("suspended", "CLOSE_CONTACT_REPORTED", "2022-11-20"),
        ("named", "NAMED", "2022-11-20"),
    ]
    assert {one["number"] for one in told["history"]} == {number}
    (condition,) = told["eligibility"]["conditions"]
    assert (condition["clause"], condition["from"]) == ("B-a", "2022-12-01")
    assert told["eligibility"]["from"] == "2022-12-01"
    officially = await ask(officials.street, OFFICIALLY, code="B1")
    assert officially.data is not None
    unit = officially.data["unit"]
    assert unit["eligibility"] == told["eligibility"]
    assert unit["standing"]["eligibleFrom"] == told["eligibility"]["from"]
    district.clock.forward(8)
    assert (await status(district, "B1"))["eligibility"] == {"from": "2022-12-01", "conditions": []}


async def test_the_delay_before_applying_again_counts_and_what_happens_after_the_loss(
    district: District, officials: Officials
) -> None:
    """The later of both decides; a contact known since leaves the day open; nobody hears of it without a name."""
    source = load_template("wenlong").text
    assert "\nsupervision:" not in source
    await publish(district, source + "\nsupervision: {reapply_after_days: 30}\n")
    await named(district, officials, "B1")
    place = await district.unit("B1")
    await report(officials.street, place.id, "case")
    told = (await status(district, "B1"))["eligibility"]
    assert told["from"] == "2022-12-20"
    assert [(one["clause"], one["from"]) for one in told["conditions"]] == [
        ("B-a", "2022-11-28"),
        (None, "2022-12-20"),
    ]
    await report(officials.street, place.id, "close_contact")
    told = (await status(district, "B1"))["eligibility"]
    assert told["from"] is None
    assert [one["clause"] for one in told["conditions"]] == ["B-a", "B-b", None]
    await report(officials.street, (await district.unit("B2")).id, "close_contact")
    assert (await status(district, "B2"))["eligibility"] is None


async def test_a_second_name_is_shown_with_the_first(district: District, officials: Officials) -> None:
    """The number is the one held or last held; the history has both."""
    await named(district, officials, "B1")
    await report(officials.street, (await district.unit("B1")).id, "case")
    district.clock.forward(8)
    again = await submit(officials.applicant, await ready(district, officials, "B1", households=0))
    await pass_steps(officials, again)
    told = await status(district, "B1")
    assert (told["titled"], told["number"], told["endedOn"]) == (True, number_of(district, "楼栋", 2), None)
    assert [(one["change"], one["number"][-1]) for one in told["history"]] == [
        ("named", "2"),
        ("revoked", "1"),
        ("named", "1"),
    ]


async def test_b_m1_coverage_and_the_list_of_titled_units(district: District, officials: Officials) -> None:
    """B-M1, B-M3: points, lines, areas, and what exemplary units are picked from.

    That is how many of those below are titled; suspended ones are not on the list.
    """
    second = await appoint_all(district, Role.BUILDING_LEADER, "B2")
    group = await appoint_all(district, Role.BUILDING_LEADER, "G1", responsible="V1")
    for people, code in ((officials, "B1"), (second, "B2"), (group, "G1")):
        await named(district, people, code)
    assert (await status(district, "X1"))["coverage"] == {"counted": 2, "titled": 2}
    assert (await status(district, "C1"))["coverage"] == {"counted": 2, "titled": 0}
    assert await titled(district) == ["G1", "B2", "B1"]
    assert await titled(district, kind="building") == ["B2", "B1"]
    assert await titled(district, underCode="V1") == ["G1"]
    assert await titled(district, underCode="S2") == []
    assert await titled(district, underCode="nowhere") == []
    await report(officials.street, (await district.unit("B2")).id, "home_quarantine")
    assert await titled(district, underCode="X1") == ["B1"]
    assert (await status(district, "X1"))["coverage"] == {"counted": 2, "titled": 1}


async def test_question_22_no_reason_tells_a_persons_story(district: District, officials: Officials) -> None:
    """Open question 22: every public text of a cause is a fixed sentence; what an official wrote stays inside."""
    texts = {public_text(cause) for cause in Cause}
    assert len(texts) == len(Cause)
    await named(district, officials, "B1")
    day = officials.street.today() - timedelta(days=1)
    await report(
        officials.street, (await district.unit("B1")).id, "case", days_ago=1, external_id="张某-13800138000"
    )
    told = await status(district, "B1")
    assert told["reason"]["text"] in texts
    assert "张某" not in str(told)
    assert "同意" not in str(told)
    assert str(day) not in str(told), "the day a person fell ill is not public"
