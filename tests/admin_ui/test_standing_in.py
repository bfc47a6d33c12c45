"""The pages of stand-ins and of the calendar: what is sent, and what is refused."""

from collections.abc import Callable

from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]


async def test_a_role_is_lent_through_the_end_of_a_local_day(own: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    page = await reviewer.get("/admin/delegations")
    assert "代办中" in page.words
    form, grant = page.form("/delegations"), reviewer.ids["street_grant"]
    lent = await reviewer.send(
        form, grant=grant, delegate="intake", validUntil="2022-11-27", reason="外出培训"
    )
    assert lent.status == 303
    ((name, sent),) = own.calls
    assert name == "delegateRole"
    assert sent["validUntil"] == "2022-11-28T00:00:00+08:00"
    assert (sent["grant"], sent["delegate"], sent["reason"]) == (grant, "intake", "外出培训")
    assert "外出培训" in (await reviewer.get("/admin/delegations")).words


async def test_lending_without_a_day_is_asked_again(api: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get("/admin/delegations")).form("/delegations")
    refused = await reviewer.send(form, delegate="intake", validUntil="周五")
    assert refused.status == 422
    assert 'href="#validUntil"' in refused.text
    assert api.calls == []
    nothing = await reviewer.send(form, grant="", delegate="intake", validUntil="2022-11-27")
    assert nothing.status == 422
    assert 'href="#grant"' in nothing.text


async def test_a_lent_role_is_taken_back(own: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get("/admin/delegations")).form("/revocations")
    assert (await reviewer.send(form)).status == 303
    ((name, sent),) = own.calls
    assert (name, sent["delegation"]) == ("revokeDelegation", reviewer.ids["delegation"])
    assert "代办中" not in (await reviewer.get("/admin/delegations")).words


async def test_a_month_nobody_arranged_says_that_it_is_provisional(visitor: Visiting) -> None:
    """New Year's Day is off all the same; the days beside it may be shifted."""
    reviewer = visitor("reviewer")
    words = (await reviewer.get("/admin/calendar?month=2099-01")).words
    assert "放假调休安排尚未公布" in words
    assert "2099年1月1日休息元旦放假（法定节假日；该年调休安排尚未公布）" in words
    assert "2099年1月2日上班周一至周五（该年放假安排尚未公布，按星期计） 暂定" in words
    assert "暂定" not in (await reviewer.get("/admin/calendar?month=2022-11")).words


async def test_a_day_is_set_and_its_month_shown(own: Api, visitor: Visiting) -> None:
    told = await visitor("reviewer").get("/admin/calendar?month=2022-11")
    assert "您的角色不能办理此事项。" in told.words
    assert not [form for form in told.forms if form.action.endswith("/calendar")]
    chief = visitor("headquarters")
    page = await chief.get("/admin/calendar?month=2022-11")
    assert "2022年11月" in page.words
    assert page.links("month=2022-10")
    assert page.links("month=2022-12")
    form = page.form("/calendar")
    refused = await chief.send(form, day="2022-11-24")
    assert (refused.status, own.calls) == (422, [])
    assert 'href="#working"' in refused.text
    done = await chief.send(form, day="2022-11-24", working="off", note="全员核酸检测")
    assert (done.status, done.location.endswith("?month=2022-11")) == (303, True)
    ((name, sent),) = own.calls
    assert (name, sent["working"], sent["day"]) == ("setCalendarDay", False, "2022-11-24")
