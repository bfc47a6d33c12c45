"""Health events in the back office: found, read with all that was known, ended, corrected, excluded."""

from collections.abc import Callable

from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
CASE, CONTACT, FALSE = "{case_at_04}", "{contact_at_06}", "{false_at_05}"


async def test_events_are_found_by_kind_standing_and_day(visitor: Visiting) -> None:
    street = visitor("reviewer")
    page = await street.get("/admin/events?standing=ONGOING")
    assert page.links(street.address(f"/admin/events/{CONTACT}"))
    assert not page.links(street.address(f"/admin/events/{CASE}"))
    wrong = await street.get("/admin/events?since=yesterday")
    assert (wrong.status, "起始日期应为日期。" in wrong.words) == (422, True)
    assert "九龙嘉苑及其下级" in (await street.get("/admin/events?unit={unit_WL-JYY}")).words


async def test_a_record_tells_what_was_so_and_when_it_was_known(visitor: Visiting) -> None:
    """Occurred-at and known-at stand side by side; what a correction changed is said, nothing else."""
    page = await visitor("reviewer").get(f"/admin/events/{CASE}")
    assert "获知于 2022年11月23日" in page.words
    assert "2022年11月23日 → 2022年11月22日" in page.words
    assert "登记有误" in page.words
    assert "-楼栋-2022-0005" in page.words
    assert page.links("/correct")
    assert not page.links("/exclude")
    assert not page.links("/close")
    assert "感染者事件没有结束日期" in page.words
    assert "视为从未" not in page.words
    false = await visitor("community").get(f"/admin/events/{FALSE}")
    assert "已作为误报排除" in false.words
    assert not false.links("/correct")


async def test_an_event_is_excluded_with_a_reason_after_its_preview(own: Api, visitor: Visiting) -> None:
    chief = visitor("commission")
    form = (await chief.get(f"/admin/events/{CONTACT}/exclude")).form("/exclude")
    empty = await chief.send(form, stage="check")
    assert (empty.status, 'href="#reason"' in empty.text) == (422, True)
    check = await chief.send(form, stage="check", reason="复核为假阳性")
    assert "九龙嘉苑6号楼（无疫-" in check.words
    assert own.calls == []
    done = await chief.send(check.form("/exclude"), stage="commit")
    assert (done.status, done.location) == (303, chief.address(f"/admin/events/{CONTACT}"))
    ((name, sent),) = own.calls
    assert (name, sent["preview"]) == ("excludeHealthEvent", check.form("/exclude").fields["preview"])
    assert (sent["healthEvent"], sent["reason"]) == (chief.ids["contact_at_06"], "复核为假阳性")
    assert sent["expectedRevision"] == 1
    assert "已作为误报排除" in (await chief.get(f"/admin/events/{CONTACT}")).words
    assert "已命名" in (await visitor(None).get("/units/WL-JYY-06")).words


async def test_a_contact_is_found_infected_after_a_preview(own: Api, visitor: Visiting) -> None:
    """What it would do is shown first; then both events are there, each leads to the other, and one is over."""
    street = visitor("reviewer")
    record = await street.get(f"/admin/events/{CONTACT}")
    assert record.links("/upgrade")
    form = (await street.get(f"/admin/events/{CONTACT}/upgrade")).form("/upgrade")
    none = await street.send(form, stage="check", kind="CLOSE_CONTACT")
    assert (none.status, 'href="#kind"' in none.text) == (422, True)
    early = await street.send(form, stage="check", kind="CASE", occurredOn="2022-10-01")
    assert (early.status, 'href="#occurredOn"' in early.text) == (422, True)
    check = await street.send(form, stage="check", kind="CASE")
    assert "取消名称：辖内报告确诊病例（B-a）" in check.words
    assert own.written == []
    done = await street.send(check.form("/upgrade"), stage="commit")
    assert (done.status, own.written) == (303, ["upgradeHealthEvent"])
    assert own.calls[-1][1]["preview"] == check.form("/upgrade").fields["preview"]
    infection = await street.get(done.location.removeprefix(street.mount))
    assert "确诊病例" in infection.words
    assert infection.links(street.address(f"/admin/events/{CONTACT}"))
    contact = await street.get(f"/admin/events/{CONTACT}")
    assert not contact.links("/upgrade")
    assert contact.links(done.location)
    again = await street.send(check.form("/upgrade"), stage="commit", key="k" * 20)
    assert (again.status, "请刷新后重试" in again.words) == (422, True)


async def test_a_case_becomes_nothing_more(visitor: Visiting) -> None:
    page = await visitor("reviewer").get(f"/admin/events/{CASE}/upgrade")
    assert "只有密接" in page.words
    assert not any(form.action.endswith("/upgrade") for form in page.forms)


async def test_a_correction_names_another_place_by_its_code(own: Api, visitor: Visiting) -> None:
    street = visitor("reviewer")
    form = (await street.get(f"/admin/events/{CONTACT}/correct")).form("/correct")
    told = {"kind": "CLOSE_CONTACT", "eventClass": "second_contact", "reason": "登记错楼栋"}
    for nowhere in ("nowhere", ""):
        lost = await street.send(form, stage="check", unitCode=nowhere, **told)
        assert (lost.status, 'href="#unitCode"' in lost.text) == (422, True)
    check = await street.send(form, stage="check", unitCode="WL-JYY-03", **told)
    assert "WL-JYY-06 → WL-JYY-03" in check.words
    assert (await street.send(check.form("/correct"), stage="edit")).form("/correct").fields[
        "unitCode"
    ] == "WL-JYY-03"
    assert (await street.send(check.form("/correct"), stage="commit")).status == 303
    assert own.calls[0][1]["unit"] == street.ids["unit_WL-JYY-03"]
    assert "WL-JYY-03" in (await street.get(f"/admin/events/{CONTACT}")).text


async def test_a_stale_preview_is_told_on_the_form(own: Api, visitor: Visiting) -> None:
    street = visitor("reviewer")
    asked = (await street.get(f"/admin/events/{CONTACT}/close")).form("/close")
    check = await street.send(asked, stage="check", endedOn="2022-11-25")
    community = visitor("community")
    report = (await community.get("/admin/units/WL-JYY-06/events/new")).form("/events/new")
    case = await community.send(report, kind="CASE", occurredOn="2022-11-24", stage="check")
    assert (await community.send(case.form("/events/new"), stage="commit")).status == 303
    refused = await street.send(check.form("/close"), stage="commit")
    assert refused.status == 422
    assert "请重新预览" in refused.words
    assert own.written == ["reportHealthEvent"]
