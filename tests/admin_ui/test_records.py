"""The pages of figures and complaints: what is sent, what is refused, and to whom nothing is offered."""

from collections.abc import Callable

from tests.admin_ui.fake import FakeApi
from tests.admin_ui.test_work import refusal
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
FIGURE = {
    "figure": "due_vaccination",
    "numerator": "95",
    "denominator": "100",
    "periodFrom": "2022-11-01",
    "periodUntil": "2022-11-20",
    "source": "接种台账",
}
COMPLAINT = {"reference": "2022-41", "receivedOn": "2022-11-20", "dueOn": "2022-12-05"}


async def test_a_figure_is_recorded_once_its_numbers_are_numbers(api: FakeApi, visitor: Visiting) -> None:
    community = visitor("community")
    page = await community.get("/admin/units/WL-JYY/figures")
    assert "94.13%" in page.words
    form = page.form("/figures")
    asked = await community.send(form, **FIGURE | {"numerator": "九十五", "periodUntil": ""})
    assert (asked.status, api.calls) == (422, [])
    assert 'href="#numerator"' in asked.text
    assert 'href="#periodUntil"' in asked.text
    assert asked.form("/figures").fields["source"] == "接种台账"
    assert (await community.send(form, **FIGURE)).status == 303
    ((name, sent),) = api.calls
    assert (name, sent["numerator"], sent["denominator"], sent["excluded"]) == ("recordFigure", 95, 100, 0)


async def test_figures_are_read_by_who_does_not_record_them(visitor: Visiting) -> None:
    page = await visitor("headquarters").get("/admin/units/WL-JYY/figures")
    assert "您的角色不能办理此事项。" in page.words
    assert not [form for form in page.forms if form.action.endswith("/figures")]


async def test_a_complaint_is_recorded_by_its_file(api: FakeApi, visitor: Visiting) -> None:
    community = visitor("community")
    page = await community.get("/admin/units/WL-JYY/complaints")
    assert "已逾期" in page.words
    assert not [form for form in page.forms if form.action.endswith("/settlement")]
    asked = await community.send(page.form("/complaints"), **COMPLAINT)
    assert (asked.status, api.calls) == (422, [])
    assert 'href="#aboutEpidemic"' in asked.text
    done = await community.send(asked.form("/complaints"), aboutEpidemic="no")
    assert done.status == 303
    ((name, sent),) = api.calls
    assert (name, sent["reference"], sent["aboutEpidemic"]) == ("recordComplaint", "2022-41", False)


async def test_what_was_found_is_asked_for_at_its_complaint(api: FakeApi, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get("/admin/units/WL-JYY/complaints")).form("/settlement")
    unsaid = await reviewer.send(form)
    assert (unsaid.status, api.calls) == (422, [])
    assert 'href="#substantiated.C-3"' in unsaid.text
    api.refusals["settleComplaint"] = [refusal("办结日期不得早于收到日期。", "settledOn")]
    found = {"substantiated.C-3": "yes", "settledOn.C-3": "2022-11-09"}
    refused = await reviewer.send(form, **found)
    assert 'href="#settledOn.C-3"' in refused.text
    assert refused.form("/settlement").fields["settledOn.C-3"] == "2022-11-09"
    del api.refusals["settleComplaint"]
    assert (await reviewer.send(form, **found | {"settledOn.C-3": ""})).status == 303
    name, sent = api.calls[-1]
    assert (name, sent["complaint"], sent["substantiated"], sent["settledOn"]) == (
        *("settleComplaint", "C-3"),
        *(True, None),
    )


async def test_complaints_are_no_page_for_who_does_not_read_them(visitor: Visiting) -> None:
    assert (await visitor("leader").get("/admin/units/WL-JYY-03/complaints")).status == 404


async def test_an_area_is_listed_and_ended_by_who_keeps_the_list(api: FakeApi, visitor: Visiting) -> None:
    """B-d: others read the list of any day with the reason why they do not keep it."""
    read = await visitor("community").get("/admin/key-areas?on=2022-11-20")
    assert "2022年11月20日 共 2 个地区" in read.words
    assert "您的角色不能办理此事项。" in read.words
    keeper = visitor("commission")
    page = await keeper.get("/admin/key-areas")
    form = page.form("/key-areas/end")
    unsaid = await keeper.send(form)
    assert 'href="#validUntil.A-2"' in unsaid.text
    assert (await keeper.send(form, **{"validUntil.A-2": "2022-11-24"})).status == 303
    listing = [each for each in page.forms if each.action.endswith("/key-areas")][-1]
    asked = await keeper.send(listing, name="某市", validUntil="月底")
    assert 'href="#validUntil"' in asked.text
    api.refusals["listKeyArea"] = [refusal("请填写来源。", "source")]
    assert 'href="#source"' in (await keeper.send(listing, name="某市")).text
    api.refusals.clear()
    assert (await keeper.send(listing, name="某市", source="通告")).status == 303
    (ended, end), _, (listed, area) = api.calls
    assert (ended, end["area"], end["validUntil"]) == ("endKeyArea", "A-2", "2022-11-24")
    assert (listed, area["name"], area["validFrom"], area["code"]) == (
        "listKeyArea",
        "某市",
        "2022-11-25",
        None,
    )


async def test_a_returnee_is_reported_with_the_area(api: FakeApi, visitor: Visiting) -> None:
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-01/events/new")).form("/events/new")
    told = {
        "kind": "KEY_AREA_RETURNEE",
        "occurredOn": "2022-11-24",
        "area": "A-2",
        "leftAreaOn": "2022-11-23",
    }
    check = await community.send(form, stage="check", **told)
    assert "某市高新区（高风险区）" in check.words
    assert (await community.send(check.form("/events/new"), stage="commit")).status == 303
    name, sent = api.calls[-1]
    assert (name, sent["area"], sent["leftAreaOn"]) == ("reportHealthEvent", "A-2", "2022-11-23")
