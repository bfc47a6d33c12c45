"""The pages of the roster: a household is registered with its people, moves out, and takes its signature back."""

import re
from collections.abc import Callable

from tests.admin_ui.recording import Api, Json
from tests.admin_ui.visitor import Visitor, signatories
from tests.builders.residents import numbered

Visiting = Callable[[str | None], Visitor]
NEW = "/admin/units/WL-JYY-03/households/new"
PERSON, OTHER = numbered(81, "张合成"), numbered(82, "李合成")
FILLED = {
    "code": "3-7",
    "floor": "-1",
    "residents.1.name": PERSON.name,
    "residents.1.identityNumber": PERSON.identity_number,
    "residents.1.group.infant": "yes",
}


async def test_a_household_is_registered_with_the_people_filled_in(own: Api, visitor: Visiting) -> None:
    """Rows left blank are no people; nobody asked is told apart from asked and in no group (B-g, B-o)."""
    leader = visitor("leader")
    form = (await leader.get(NEW)).form("/households/new")
    third = await leader.send(form, stage="more", **FILLED)
    assert (third.status, own.calls) == (200, [])
    assert third.form("/new").fields["residents.1.name"] == PERSON.name
    asked = {"residents.0.name": OTHER.name, "residents.0.identityNumber": OTHER.identity_number}
    done = await leader.send(third.form("/new"), **asked, **{"residents.0.asked": "yes", "stage": "next"})
    assert (done.status, done.location) == (303, leader.address(NEW))
    ((name, sent),) = own.calls
    (household,) = sent["households"]
    assert name == "registerHouseholds"
    assert (household["code"], household["floor"], household["occupancy"]) == ("3-7", -1, "OCCUPIED")
    told = [(person["name"], person["specialGroups"]) for person in household["residents"]]
    assert told == [(OTHER.name, []), (PERSON.name, ["infant"])]


async def test_a_refused_registration_points_at_the_person_and_keeps_what_was_typed(
    api: Api, visitor: Visiting
) -> None:
    leader = visitor("leader")
    form = (await leader.get(NEW)).form("/households/new")
    upstairs = await leader.send(form, stage="save", **FILLED | {"floor": "三楼"})
    assert (upstairs.status, api.calls) == (422, [])
    assert 'href="#floor"' in upstairs.text
    wrong = {"floor": "3", "code": "", "residents.1.identityNumber": "999999199001010014"}
    page = await leader.send(upstairs.form("/new"), stage="save", **wrong)
    assert page.status == 422
    assert 'href="#code"' in page.text
    assert 'href="#residents.1.identityNumber"' in page.text
    assert "证件号码的格式、出生日期或校验位有误。" in page.words
    assert page.form("/new").fields["residents.1.group.infant"] == "yes"


async def test_a_household_moves_out_after_a_check(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    page = await leader.get("/admin/households/{door_11-2}")
    asked = await leader.send(page.form("/departure"), stage="check")
    assert 'href="#departedOn"' in asked.text
    check = await leader.send(page.form("/departure"), stage="check", departedOn="2022-11-24")
    assert (check.status, own.calls) == (200, [])
    assert "2022年11月24日" in check.words
    assert (await leader.send(check.form("/departure"), stage="commit")).status == 303
    ((name, sent),) = own.calls
    assert (name, sent["household"]) == ("closeHousehold", leader.ids["door_11-2"])
    assert sent["expectedRevision"] == int(page.form("/departure").fields["revision"])


async def test_a_signature_is_taken_back_for_a_reason_and_after_a_check(own: Api, visitor: Visiting) -> None:
    """B-k: only signed doors are offered."""
    leader = visitor("leader")
    page = await leader.get("/admin/units/WL-JYY-03/petition?show=signed")
    form, door = page.form("/signatures"), leader.ids["door_1-1"]
    assert len([one for one in page.forms if one.action == form.action]) == 20
    unsaid = await leader.send(form, stage="check")
    assert f'href="#reason.{door}"' in unsaid.text
    check = await leader.send(form, **{"stage": "check", f"reason.{door}": "HOUSEHOLD_WISH"})
    assert (check.status, own.calls) == (200, [])
    assert "九龙嘉苑3号楼 1-1" in check.words
    assert "住户自己要求撤回" in check.words
    done = await leader.send(check.form("/signatures"), stage="commit")
    assert (done.status, done.location.endswith("?show=signed")) == (303, True)
    ((name, sent),) = own.calls
    assert (name, sent["household"], sent["reason"]) == ("withdrawSignature", door, "HOUSEHOLD_WISH")


async def test_the_doors_of_a_compound_are_named_with_their_building(own: Api, visitor: Visiting) -> None:
    """In a compound every house has a 1-1."""
    community = visitor("community")
    begun = await community.send((await community.get("/admin/units/WL-JYY")).form("/petitions"))
    page = await community.get(begun.location.removeprefix(community.mount))
    assert re.search("九龙嘉苑[1-6]号楼 1-1 ", page.words)
    household = next(name for name in page.names if name.startswith("answer."))
    person = signatories(page, household.removeprefix("answer."))[0]
    given = {household: "SIGNED", household.replace("answer", "signatory"): person}
    assert (await community.send(page.form("/petition"), **given)).status == 303
    signed = await community.get("/admin/units/WL-JYY/petition?show=signed")
    assert re.search("九龙嘉苑[1-6]号楼 1-1 当面签名", signed.words)
    assert own.written == ["openPetition", "recordPetitionAnswers"]


async def test_who_may_not_sign_for_households_reads_the_roll_with_the_reason(
    api: Api, visitor: Visiting
) -> None:
    """No role is in this place today, so the API's answer is changed to that effect."""
    reason = {
        "code": "ROLE_NOT_ALLOWED",
        "message": "您的角色不能办理此事项。",
        "fix": "请由对应角色人员办理。",
    }

    def refuse(data: Json) -> None:
        for action in data["unit"]["petition"]["actions"]:
            action |= {"allowed": False, "reasons": [reason]}

    api.change = refuse
    page = await visitor("leader").get("/admin/units/WL-JYY-03/petition")
    assert "您的角色不能办理此事项。" in page.words
    assert not [name for name in page.names if name.startswith("answer.")]
    unit = await visitor("leader").get("/admin/units/WL-JYY-03")
    assert "查看联名名册" in unit.words
    assert "登记联名签名" not in unit.words
