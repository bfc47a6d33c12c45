"""The pages of the roster: a household is registered with its people, moves out, and takes its signature back."""

from collections.abc import Callable

import pytest

from tests.admin_ui import cases
from tests.admin_ui.fake import FakeApi
from tests.admin_ui.test_work import refusal
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
NEW = "/admin/units/WL-JYY-03/households/new"
FILLED = {
    "code": "3-7",
    "floor": "-1",
    "residents.1.name": "张合成",
    "residents.1.identityNumber": "999999199001010014",
    "residents.1.group.infant": "yes",
}


async def test_a_household_is_registered_with_the_people_filled_in(api: FakeApi, visitor: Visiting) -> None:
    """Rows left blank are no people; nobody asked is told apart from asked and in no group (B-g, B-o)."""
    leader = visitor("leader")
    form = (await leader.get(NEW)).form("/households/new")
    third = await leader.send(form, stage="more", **FILLED)
    assert (third.status, api.calls) == (200, [])
    assert third.form("/new").fields["residents.1.name"] == "张合成"
    asked = {"residents.0.name": "李合成", "residents.0.asked": "yes", "stage": "next"}
    done = await leader.send(third.form("/new"), **asked)
    assert (done.status, done.location) == (303, "/t/qijiang" + NEW)
    ((name, sent),) = api.calls
    (household,) = sent["households"]
    assert name == "registerHouseholds"
    assert (household["code"], household["floor"], household["occupancy"]) == ("3-7", -1, "OCCUPIED")
    told = [(person["name"], person["specialGroups"]) for person in household["residents"]]
    assert told == [("李合成", []), ("张合成", ["infant"])]


async def test_a_refused_registration_points_at_the_person_and_keeps_what_was_typed(
    api: FakeApi, visitor: Visiting
) -> None:
    leader = visitor("leader")
    form = (await leader.get(NEW)).form("/households/new")
    upstairs = await leader.send(form, stage="save", **FILLED | {"floor": "三楼"})
    assert (upstairs.status, api.calls) == (422, [])
    assert 'href="#floor"' in upstairs.text
    wrong = refusal(
        "证件号码的格式、出生日期或校验位有误。", "households", "0", "residents", "0", "identityNumber"
    )
    nameless = refusal("户号须为1至32位的字母、数字、汉字或“_#-”。", "households", "0", "code")
    api.refusals["registerHouseholds"] = [wrong, nameless]
    page = await leader.send(upstairs.form("/new"), stage="save", code="3-7", floor="3")
    assert page.status == 422
    assert 'href="#residents.1.identityNumber"' in page.text
    assert 'href="#code"' in page.text
    assert page.form("/new").fields["residents.1.group.infant"] == "yes"


async def test_a_household_moves_out_after_a_check(api: FakeApi, visitor: Visiting) -> None:
    leader = visitor("leader")
    page = await leader.get("/admin/households/H1102")
    asked = await leader.send(page.form("/departure"), stage="check")
    assert 'href="#departedOn"' in asked.text
    check = await leader.send(page.form("/departure"), stage="check", departedOn="2022-11-24")
    assert (check.status, api.calls) == (200, [])
    assert "2022年11月24日" in check.words
    assert (await leader.send(check.form("/departure"), stage="commit")).status == 303
    ((name, sent),) = api.calls
    assert (name, sent["household"], sent["expectedRevision"]) == ("closeHousehold", "H1102", 1)


async def test_a_signature_is_taken_back_for_a_reason_and_after_a_check(
    api: FakeApi, visitor: Visiting
) -> None:
    """B-k: only signed doors are offered, each named with its building."""
    leader = visitor("leader")
    page = await leader.get("/admin/units/WL-JYY-03/petition?show=signed")
    assert "九龙嘉苑1号楼 1-1" in page.words
    form = page.form("/signatures")
    unsaid = await leader.send(form, stage="check")
    assert 'href="#reason.H0101"' in unsaid.text
    check = await leader.send(form, **{"stage": "check", "reason.H0101": "HOUSEHOLD_WISH"})
    assert (check.status, api.calls) == (200, [])
    assert "住户自己要求撤回" in check.words
    done = await leader.send(check.form("/signatures"), stage="commit")
    assert (done.status, done.location.endswith("?show=signed")) == (303, True)
    ((name, sent),) = api.calls
    assert (name, sent["household"], sent["reason"]) == ("withdrawSignature", "H0101", "HOUSEHOLD_WISH")


async def test_who_may_not_sign_for_households_reads_the_roll_with_the_reason(
    visitor: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "KEEPS_ROLL", set())
    page = await visitor("leader").get("/admin/units/WL-JYY-03/petition")
    assert "您的角色不能办理此事项。" in page.words
    assert "answer.H1102" not in page.names
    unit = await visitor("leader").get("/admin/units/WL-JYY-03")
    assert "查看联名名册" in unit.words
    assert "登记联名签名" not in unit.words
