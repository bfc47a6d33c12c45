"""A place is called otherwise, gets another code, or is no more: the form, the check of what follows, the deed."""

from collections.abc import Callable
from dataclasses import replace

from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
UNIT = "/admin/units/WL-JYY-01"


async def test_a_name_is_checked_then_changed_and_the_old_one_stays_known(
    own: Api, visitor: Visiting
) -> None:
    """The check tells of a namesake beside it; nothing is written before it is confirmed."""
    personnel = visitor("personnel")
    form = (await personnel.get(f"{UNIT}/name")).form("/name")
    before = form.fields["name"]
    checked = await personnel.send(form, name="　九龙嘉苑２号楼", reason="路牌更换", stage="check")
    assert checked.status == 200
    assert "同名" in checked.words
    assert (await personnel.get(f"{UNIT}/name")).form("/name").fields["name"] == before
    done = await personnel.send(form, name="嘉苑新1栋", reason="路牌更换", stage="commit")
    assert (done.status, done.location) == (303, personnel.address(UNIT))
    shown = await personnel.get(UNIT)
    assert "嘉苑新1栋" in shown.words
    assert "曾用名称和编码" in shown.words
    public = await visitor(None).get("/units/WL-JYY-01")
    assert f"曾用名称{before}" in public.words.replace(" ", "")


async def test_a_fault_keeps_what_was_typed(own: Api, visitor: Visiting) -> None:
    personnel = visitor("personnel")
    form = (await personnel.get(f"{UNIT}/code")).form("/code")
    for stage in ("check", "commit"):
        refused = await personnel.send(form, newCode="WL-JYY-02", reason="编码改革", stage=stage)
        assert refused.status == 422
        assert 'href="#newCode"' in refused.text
        assert refused.form("/code").fields["newCode"] == "WL-JYY-02"
    assert (await personnel.get(UNIT)).status == 200


async def test_another_code_leads_on_and_the_old_one_still_finds_it(own: Api, visitor: Visiting) -> None:
    personnel = visitor("personnel")
    form = (await personnel.get(f"{UNIT}/code")).form("/code")
    done = await personnel.send(form, newCode="wl-new-01", reason="编码改革", stage="commit")
    assert done.location == personnel.address("/admin/units/wl-new-01")
    public = (await visitor(None).get("/units/WL-JYY-01")).words
    assert "wl-new-01" in public
    assert "九龙嘉苑1号楼" in public


async def test_what_people_live_in_is_not_closed(own: Api, visitor: Visiting) -> None:
    headquarters = visitor("headquarters")
    form = (await headquarters.get(f"{UNIT}/closing")).form("/closing")
    for stage in ("check", "commit"):
        refused = await headquarters.send(form, reason="拆除", mistaken="no", stage=stage)
        assert refused.status == 422
        assert "不能调整" in refused.words
    again = (await headquarters.get(f"{UNIT}/closing")).form("/closing")
    assert again.fields["revision"] == form.fields["revision"]


async def test_what_is_empty_is_closed_with_its_preview(own: Api, visitor: Visiting) -> None:
    headquarters = visitor("headquarters")
    closing = "/admin/units/B21/closing"
    form = (await headquarters.get(closing)).form("/closing")
    checked = await headquarters.send(form, reason="已拆除", mistaken="no", stage="check")
    assert checked.status == 200, checked.words
    assert "没有名称因此变化" in checked.words
    done = await headquarters.send(checked.form("/closing"), stage="commit")
    assert done.status == 303, done.words


async def test_a_village_becomes_a_community(own: Api, visitor: Visiting) -> None:
    """Households and units below come along; the old code tells of the unit that closed."""
    headquarters = visitor("headquarters")
    form = (await headquarters.get("/admin/units/V1/kind")).form("/kind")
    sent = {"kind": "community", "name": "双桥社区", "newCode": "C9", "reason": "村改居批复"}
    refused = await headquarters.send(form, **(sent | {"kind": ""}), stage="check")
    assert refused.status == 422
    checked = await headquarters.send(form, **sent, stage="check")
    assert checked.status == 200, checked.words
    assert "新类型社区" in checked.words.replace(" ", "")
    assert "转入的下级单元" in checked.words
    done = await headquarters.send(checked.form("/kind"), stage="commit")
    assert done.status == 303, done.words
    assert done.location == headquarters.address("/admin/units/C9")
    assert "双桥社区" in (await headquarters.get("/admin/units/C9")).words


async def test_who_may_not_sees_no_button_and_is_refused(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    assert not (await leader.get("/admin/units/WL-JYY-03")).links("/WL-JYY-03/name")
    page = await leader.get("/admin/units/WL-JYY-03/name")
    assert not [form for form in page.forms if form.action.endswith("/name")]
    borrowed = replace(
        (await leader.get("/admin/inbox")).form("/contact"), action=leader.address(f"{UNIT}/name")
    )
    sent = {"name": "改名", "reason": "试", "revision": "1"}
    for stage in ("check", "commit"):
        refused = await leader.send(borrowed, **sent, stage=stage)
        assert refused.status == 422
    assert "改名" not in (await leader.get(UNIT)).words


async def test_an_emptied_name_stays_empty(own: Api, visitor: Visiting) -> None:
    personnel = visitor("personnel")
    form = (await personnel.get(f"{UNIT}/name")).form("/name")
    refused = await personnel.send(form, name="", reason="路牌更换", stage="check")
    assert (refused.status, refused.form("/name").fields["name"]) == (422, "")
