"""The pages of figures and complaints: what is sent, what is refused, and to whom nothing is offered."""

from collections.abc import Callable

from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
FIGURE = {
    "figure": "vaccination",
    "numerator": "95",
    "denominator": "100",
    "periodFrom": "2022-11-01",
    "periodUntil": "2022-11-20",
    "source": "接种台账",
}
COMPLAINT = {"reference": "2022-41", "receivedOn": "2022-11-20", "dueOn": "2022-12-05"}


async def test_a_figure_is_recorded_once_its_numbers_are_numbers(own: Api, visitor: Visiting) -> None:
    village = visitor("village")
    page = await village.get("/admin/units/V1/figures")
    assert "100.00%" in page.words
    form = page.form("/figures")
    asked = await village.send(form, **FIGURE | {"numerator": "九十五", "periodUntil": ""})
    assert (asked.status, own.calls) == (422, [])
    assert 'href="#numerator"' in asked.text
    assert 'href="#periodUntil"' in asked.text
    assert asked.form("/figures").fields["source"] == "接种台账"
    unknown = await village.send(form, **FIGURE | {"figure": ""})
    assert (unknown.status, 'href="#figure"' in unknown.text) == (422, True)
    assert (await village.send(form, **FIGURE)).status == 303
    name, sent = own.calls[-1]
    assert (name, sent["numerator"], sent["denominator"], sent["excluded"]) == ("recordFigure", 95, 100, 0)
    assert own.written == ["recordFigure"]
    assert "95.00%" in (await village.get("/admin/units/V1/figures")).words


async def test_figures_are_read_by_who_does_not_record_them(visitor: Visiting) -> None:
    page = await visitor("headquarters").get("/admin/units/V1/figures")
    assert "您的角色不能办理此事项。" in page.words
    assert not [form for form in page.forms if form.action.endswith("/figures")]


async def test_a_complaint_is_recorded_by_its_file(own: Api, visitor: Visiting) -> None:
    village = visitor("village")
    page = await village.get("/admin/units/V1/complaints")
    assert "已逾期" in page.words
    assert not [form for form in page.forms if form.action.endswith("/settlement")]
    asked = await village.send(page.form("/complaints"), **COMPLAINT)
    assert (asked.status, own.calls) == (422, [])
    assert 'href="#aboutEpidemic"' in asked.text
    unnamed = await village.send(asked.form("/complaints"), aboutEpidemic="no", reference="")
    assert (unnamed.status, 'href="#reference"' in unnamed.text) == (422, True)
    done = await village.send(asked.form("/complaints"), aboutEpidemic="no")
    assert done.status == 303
    name, sent = own.calls[-1]
    assert (name, sent["reference"], sent["aboutEpidemic"]) == ("recordComplaint", "2022-41", False)
    assert own.written == ["recordComplaint"]
    assert "2022-41" in (await village.get("/admin/units/V1/complaints")).words


async def test_what_was_found_is_asked_for_at_its_complaint(own: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get("/admin/units/V1/complaints")).form("/settlement")
    key = reviewer.ids["complaint"]
    unsaid = await reviewer.send(form)
    assert (unsaid.status, own.calls) == (422, [])
    assert f'href="#substantiated.{key}"' in unsaid.text
    found = {f"substantiated.{key}": "yes", f"settledOn.{key}": "2022-11-09"}
    refused = await reviewer.send(form, **found)
    assert f'href="#settledOn.{key}"' in refused.text
    assert refused.form("/settlement").fields[f"settledOn.{key}"] == "2022-11-09"
    assert (await reviewer.send(form, **found | {f"settledOn.{key}": ""})).status == 303
    name, sent = own.calls[-1]
    assert (name, sent["complaint"], sent["substantiated"], sent["settledOn"]) == (
        *("settleComplaint", key),
        *(True, None),
    )
    assert own.written == ["settleComplaint"]


async def test_complaints_are_no_page_for_who_does_not_read_them(visitor: Visiting) -> None:
    assert (await visitor("leader").get("/admin/units/WL-JYY-03/complaints")).status == 404


async def test_an_area_is_listed_and_ended_by_who_keeps_the_list(own: Api, visitor: Visiting) -> None:
    """B-d: others read the list of any day with the reason why they do not keep it."""
    read = await visitor("community").get("/admin/key-areas?on=2022-11-25")
    assert "2022年11月25日 共 2 个地区" in read.words
    assert "您的角色不能办理此事项。" in read.words
    assert (
        "2022年11月20日 共 1 个地区"
        in (await visitor("community").get("/admin/key-areas?on=2022-11-20")).words
    )
    keeper = visitor("commission")
    page = await keeper.get("/admin/key-areas")
    form = page.form("/key-areas/end")
    area = form.fields["area"]
    unsaid = await keeper.send(form)
    assert f'href="#validUntil.{area}"' in unsaid.text
    assert (await keeper.send(form, **{f"validUntil.{area}": "2022-11-26"})).status == 303
    listing = [each for each in page.forms if each.action.endswith("/key-areas")][-1]
    asked = await keeper.send(listing, name="某市", validUntil="月底")
    assert 'href="#validUntil"' in asked.text
    nameless = await keeper.send(listing)
    assert 'href="#name"' in nameless.text
    assert 'href="#source"' in nameless.text
    assert (await keeper.send(listing, name="某市", source="通告")).status == 303
    (ended, end), _, (listed, added) = own.calls
    assert (ended, end["area"], end["validUntil"]) == ("endKeyArea", area, "2022-11-26")
    assert (listed, added["name"], added["validFrom"], added["code"]) == (
        "listKeyArea",
        "某市",
        "2022-11-25",
        None,
    )


async def test_a_returnee_is_reported_with_the_area(own: Api, visitor: Visiting) -> None:
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-01/events/new")).form("/events/new")
    area = community.ids["high_area"]
    told = {
        "kind": "KEY_AREA_RETURNEE",
        "occurredOn": "2022-11-25",
        "area": area,
        "leftAreaOn": "2022-11-25",
    }
    check = await community.send(form, stage="check", **told)
    assert "某市高新区（高风险区）" in check.words
    assert (await community.send(check.form("/events/new"), stage="commit")).status == 303
    name, sent = own.calls[-1]
    assert (name, sent["area"], sent["leftAreaOn"]) == ("reportHealthEvent", area, "2022-11-25")
