"""The pages of officials: appointed, changed, gone and back; passwords handed over once, and chosen first of all."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.admin_ui.recording import Api
from tests.admin_ui.test_sign_in import sign_in
from tests.admin_ui.visitor import Visitor
from tests.builders.district import PASSWORD

Visiting = Callable[[str | None], Visitor]
NEW = "a password of one's own"


def about(name: str, rest: str = "") -> str:
    return f"/admin/officials/{{{name}_official}}{rest}"


def last(own: Api) -> tuple[str, dict[str, object]]:
    name, sent = own.calls[-1]
    return name, sent


async def test_a_person_is_appointed_and_shown(own: Api, visitor: Visiting) -> None:
    personnel = visitor("personnel")
    page = await personnel.get("/admin/officials")
    form = next(form for form in page.forms if "zone" in form.fields)
    given = {"displayName": "龚雪", "username": "gong.xue", "password": PASSWORD}
    wrong = await personnel.send(form, **given, role="COMMUNITY", unitCode="nowhere", lastDay="soon")
    assert (wrong.status, own.calls) == (422, [])
    assert 'href="#unitCode"' in wrong.text
    assert 'href="#lastDay"' in wrong.text
    assert PASSWORD not in wrong.text
    done = await personnel.send(form, **given, role="COMMUNITY", unitCode="C2", lastDay="2022-12-31")
    assert done.status == 303
    name, sent = last(own)
    assert (name, sent["validUntil"]) == ("appointOfficial", "2023-01-01T00:00:00+08:00")
    page = await personnel.get(done.location.removeprefix("/t/qijiang"))
    assert "龚雪" in page.words
    assert "至 2022年12月31日止" in page.words
    again = given | {"username": "GONG.XUE", "key": "another"}
    taken = await personnel.send(form, **again, role="COMMUNITY", unitCode="C2")
    assert (taken.status, 'href="#username"' in taken.text) == (422, True)


async def test_a_role_is_ended_extended_and_changed(own: Api, visitor: Visiting) -> None:
    personnel, path = visitor("personnel"), about("intake")
    form = (await personnel.get(path)).form("/roles/end")
    at = form.fields["at"]
    refused = await personnel.send(form, **{f"lastDay.{at}": "2022-11-01", f"reason.{at}": "调动"})
    assert (refused.status, f'href="#lastDay.{at}"' in refused.text) == (422, True)
    done = await personnel.send(form, **{f"lastDay.{at}": "2022-12-05", f"reason.{at}": "调动"})
    assert done.status == 303
    assert last(own)[1]["lastDay"] == "2022-12-05"
    page = await personnel.get(path)
    assert "至 2022年12月5日止" in page.words
    form = page.form("/roles/extension")
    at = form.fields["at"]
    assert (await personnel.send(form, **{f"reason.{at}": "续任"})).status == 303
    assert last(own) == ("extendRole", last(own)[1] | {"lastDay": None})
    form = (await personnel.get(path)).form("/roles/change")
    at = form.fields["at"]
    sent = {
        f"role.{at}": "STREET",
        f"unitCode.{at}": "S2",
        f"firstDay.{at}": "2022-12-01",
        f"reason.{at}": "调动",
    }
    assert (await personnel.send(form, **sent)).status == 303
    words = (await personnel.get(path)).words
    assert "尚未开始" in words
    assert "变更任职" in words


async def test_stale_forms_are_refused_in_place(own: Api, visitor: Visiting) -> None:
    personnel, path = visitor("personnel"), about("intake")
    form = (await personnel.get(path)).form(path_end(personnel, path))
    stale = await personnel.send(form, displayName="吴滔", revision="9")
    assert stale.status == 422
    assert "内容已被他人更新" in stale.words
    assert (await personnel.send(form, displayName="吴滔")).status == 303
    assert "吴滔" in (await personnel.get(path)).words


def path_end(visitor: Visitor, path: str) -> str:
    return path.format(**visitor.ids).removeprefix("/admin")


def unheld(data: dict[str, Any] | None) -> None:
    """Say that nobody else holds the role of a step."""
    if data and "officialDeparture" in data:
        reason = {"code": "STEP_UNHELD", "message": "其复核研判将无人办理。", "fix": "请先任命接替人员。"}
        data["officialDeparture"]["reasons"] = [reason]


async def test_what_hangs_on_who_leaves_is_shown_and_confirmed(own: Api, visitor: Visiting) -> None:
    """Unseen is not confirmed; what would go to nobody is told (others hold all roles here); then all is passed on."""
    personnel, path = visitor("personnel"), about("commission", "/departure")
    own.change = unheld
    page = await personnel.get(path)
    own.change = None
    assert "须先指定接替人" in page.words
    assert "其复核研判将无人办理" in page.words
    form = page.form("/departure")
    unseen = await personnel.send(form, reason="离职")
    assert (unseen.status, own.calls, 'href="#seen"' in unseen.text) == (422, [], True)
    alone = await personnel.send(form, reason="离职", seen="yes", successor="nobody")
    assert (alone.status, 'href="#successor"' in alone.text) == (422, True)
    form = alone.form("/departure")
    done = await personnel.send(form, reason="离职", seen="yes", successor="deputy")
    assert done.status == 303
    gone = await personnel.get(about("commission"))
    assert "已停用" in gone.words
    assert (await visitor("commission").get("/admin/worklist")).location.startswith(
        "/t/qijiang/admin/sign-in"
    )
    back = await personnel.send(gone.form("/return"), reason="返岗")
    assert back.status == 303
    assert (await visitor("commission").get("/admin/worklist")).status == 303
    assert (await sign_in(visitor(None), "commission", PASSWORD)).status == 303


async def test_a_password_is_reset_shown_once_and_changed_first_of_all(own: Api, visitor: Visiting) -> None:
    personnel, path = visitor("personnel"), about("reviewer")
    shown = await personnel.send((await personnel.get(path)).form("/password"))
    assert shown.status == 200
    password = shown.text.split('<code class="figure">')[1].split("</code>")[0]
    assert shown.headers["cache-control"] == "no-store"
    again = await personnel.get(path)
    assert password not in again.text
    assert "待本人修改" in again.words
    guest = visitor(None)
    assert (await sign_in(guest, "reviewer", PASSWORD)).status == 422
    assert (await sign_in(guest, "REVIEWER", password)).status == 303
    for elsewhere in ("/admin/worklist", "/admin/units", "/admin/account", "/admin/inbox"):
        sent_on = await guest.get(elsewhere)
        assert (sent_on.status, sent_on.location) == (303, "/t/qijiang/admin/password")
    form = (await guest.get("/admin/password")).form("/password")
    unlike = await guest.send(form, currentPassword=password, newPassword=NEW, again="else")
    assert (unlike.status, 'href="#again"' in unlike.text) == (422, True)
    weak = await guest.send(form, currentPassword=password, newPassword="short", again="short")
    assert (weak.status, 'href="#newPassword"' in weak.text) == (422, True)
    done = await guest.send(form, currentPassword=password, newPassword=NEW, again=NEW)
    assert (done.status, done.location) == (303, "/t/qijiang/admin/worklist")
    assert (await guest.get("/admin/worklist")).status == 200
    assert not [text for text in (weak.text, unlike.text) if password in text or NEW in text]


async def test_ones_own_name_and_password_change(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    page = await leader.get("/admin/account")
    assert (await leader.send(page.form("/account"), displayName="陈建邦")).status == 303
    page = await leader.get("/admin/account")
    assert "陈建邦" in page.words
    form = page.form("/account/password")
    wrong = await leader.send(form, currentPassword="guess", newPassword=NEW, again=NEW)
    assert (wrong.status, 'href="#currentPassword"' in wrong.text) == (422, True)
    done = await leader.send(form, currentPassword=PASSWORD, newPassword=NEW, again=NEW)
    assert done.status == 303
    assert "密码已修改" in (await leader.get("/admin/account")).words


async def test_who_may_not_sees_neither_menu_nor_pages(api: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    page = await reviewer.get("/admin/worklist")
    assert not page.links("/admin/officials")
    assert not page.links("/admin/unattended")
    assert (await visitor("personnel").get("/admin/worklist")).links("/admin/unattended")


@pytest.mark.parametrize("path", ["/admin/officials/nothing", "/admin/officials/nothing/departure"])
async def test_nobody_there(api: Api, visitor: Visiting, path: str) -> None:
    assert (await visitor("personnel").get(path)).status == 404
