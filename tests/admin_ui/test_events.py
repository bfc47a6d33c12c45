"""Health events in the back office: found, read with all that was known, ended, corrected, excluded."""

from collections.abc import Callable

from tests.admin_ui import cases
from tests.admin_ui.fake import FakeApi
from tests.admin_ui.happenings import CASE, CONTACT, FALSE
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]


async def test_events_are_found_by_kind_standing_and_day(visitor: Visiting) -> None:
    street = visitor("reviewer")
    page = await street.get("/admin/events?standing=ONGOING")
    assert page.links(f"/admin/events/{CONTACT.rstrip('=')}")
    assert not page.links(f"/admin/events/{CASE.rstrip('=')}")
    wrong = await street.get("/admin/events?since=yesterday")
    assert (wrong.status, "起始日期应为日期。" in wrong.words) == (422, True)
    assert "九龙嘉苑及其下级" in (await street.get("/admin/events?unit=unit-WL-JYY")).words


async def test_a_record_tells_what_was_so_and_when_it_was_known(visitor: Visiting) -> None:
    """Occurred-at and known-at stand side by side; what a correction changed is said, nothing else."""
    page = await visitor("reviewer").get(f"/admin/events/{CASE}")
    assert "获知于 2022年11月22日" in page.words
    assert "2022年11月18日 → 2022年11月19日" in page.words
    assert "流调核实发病日期为19日。" in page.words
    assert "WY-building-2022-0015" in page.words
    assert page.links("/correct")
    assert not page.links("/exclude")
    assert not page.links("/close")
    assert "感染者事件没有结束日期" in page.words
    assert "视为从未" not in page.words
    false = await visitor("community").get(f"/admin/events/{FALSE}")
    assert "已作为误报排除" in false.words
    assert not false.links("/correct")


async def test_an_event_is_excluded_with_a_reason_after_its_preview(api: FakeApi, visitor: Visiting) -> None:
    chief = visitor("commission")
    form = (await chief.get(f"/admin/events/{CONTACT}/exclude")).form("/exclude")
    check = await chief.send(form, stage="check", reason="复核为假阳性")
    assert "WL-building-2022-0001" in check.words
    assert api.calls == []
    done = await chief.send(check.form("/exclude"), stage="commit")
    assert (done.status, CONTACT.rstrip("=") in done.location) == (303, True)
    ((name, sent),) = api.calls
    assert (name, sent["preview"], sent["reason"]) == ("excludeHealthEvent", "seen", "复核为假阳性")
    assert (sent["healthEvent"], sent["expectedRevision"]) == (CONTACT, 1)


async def test_a_correction_names_another_place_by_its_code(api: FakeApi, visitor: Visiting) -> None:
    street = visitor("reviewer")
    form = (await street.get(f"/admin/events/{CONTACT}/correct")).form("/correct")
    told = {"kind": "CLOSE_CONTACT", "eventClass": "secondary", "reason": "登记错楼栋"}
    lost = await street.send(form, stage="check", unitCode="nowhere", **told)
    assert (lost.status, 'href="#unitCode"' in lost.text) == (422, True)
    check = await street.send(form, stage="check", unitCode="WL-JYY-03", **told)
    assert "WL-JYY-02 → WL-JYY-03" in check.words
    assert (await street.send(check.form("/correct"), stage="edit")).form("/correct").fields[
        "unitCode"
    ] == "WL-JYY-03"
    assert (await street.send(check.form("/correct"), stage="commit")).status == 303
    assert api.calls[0][1]["unit"] == "unit-WL-JYY-03"


async def test_a_stale_preview_is_told_on_the_form(api: FakeApi, visitor: Visiting) -> None:
    stale = cases.reason("STALE_PREVIEW", "情况有变。", "请重新预览。") | {"field": ["preview"]}
    api.refusals["closeHealthEvent"] = [stale]
    street = visitor("reviewer")
    check = await street.send(
        (await street.get(f"/admin/events/{CONTACT}/close")).form("/close"),
        stage="check",
        endedOn="2022-11-25",
    )
    refused = await street.send(check.form("/close"), stage="commit")
    assert refused.status == 422
    assert "情况有变。" in refused.words
