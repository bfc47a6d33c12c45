"""Running the town's scheme without a script: batches, teams, sheets, conclusions, what was put right."""

import re
from collections.abc import Callable

import pytest

from tests.admin_ui.recording import Api, Json
from tests.admin_ui.visitor import FormOnPage, Page, Visitor

Visiting = Callable[[str | None], Visitor]
BATCH, EMPTY = "{town_batch}", "{town_T3_batch}"
SHEET, SETTLE, FAILED = "{town_waiting}", "{town_disputed}", "{town_failed}"


async def test_a_batch_is_opened_from_the_list(own: Api, visitor: Visiting) -> None:
    """T-P7: whoever runs batches has the form, filled with their own area; others only look."""
    clerk = visitor("clerk")
    page = await clerk.get("/admin/batches")
    assert "清溪镇第 1 批" in page.words
    form = page.form("/admin/batches")
    opened = await clerk.send(
        form, unit=clerk.ids["town_T4"], process="T-P5", kind="PILOT", closesOn="2022-12-10"
    )
    assert opened.status == 303
    name, sent = own.calls[-1]
    assert name == "openBatch"
    assert (sent["unit"], sent["kind"], sent["opensOn"], sent["closesOn"]) == (
        clerk.ids["town_T4"],
        "PILOT",
        "2022-11-25",
        "2022-12-10",
    )
    assert "批次已开设" in (await clerk.get(opened.location.removeprefix(clerk.mount))).words
    for looker in ("onlooker", "villager"):
        assert "开设批次" not in (await visitor(looker).get("/admin/batches")).words


async def test_what_a_batch_lacks_is_said_before_it_is_asked(api: Api, visitor: Visiting) -> None:
    clerk = visitor("clerk")
    page = await clerk.send((await clerk.get("/admin/batches")).form("/admin/batches"))
    assert page.status == 422
    assert "请填写截止日期。" in page.words
    assert api.calls == []


async def test_what_a_batch_may_not_be_is_said_by_the_api(api: Api, visitor: Visiting) -> None:
    clerk = visitor("clerk")
    form = (await clerk.get("/admin/batches")).form("/admin/batches")
    told = {"unit": clerk.ids["town_T1"], "process": "T-P5", "closesOn": "2023-12-10"}
    page = await clerk.send(form, kind="URGENT", **told)
    assert page.status == 422
    assert 'href="#reason"' in page.text
    assert 'href="#closesOn"' in page.text
    assert [name for name, _ in api.calls] == ["openBatch"]


async def test_a_batch_shows_where_each_unit_stands(visitor: Visiting) -> None:
    """T-P5, T-P8: the outcome of each, its inspection, what is overdue; and why it cannot be closed."""
    page = await visitor("clerk").get(f"/admin/batches/{BATCH}")
    assert "参加的 3 个单元" in page.words
    assert "2 项待整改，已逾期 2022年11月20日" in page.words
    assert "第 1 批还有 2 个单元没有结论。" in page.words
    assert page.links("/inspection")
    assert not any(form.action.endswith("/close") for form in page.forms)


async def test_a_team_is_appointed_office_by_office(own: Api, visitor: Visiting) -> None:
    """T-P5: one person an office, one of them leads; a fault is told at the office it is about."""
    clerk = visitor("clerk")
    page = await clerk.get(f"/admin/batches/{EMPTY}")
    form = page.form("/team")
    offices = [form.fields[name] for name in form.fields if name.startswith("office.")]
    people = [clerk.ids[f"town_office_{place}"] for place in range(len(offices))]
    few = {"member.0": people[0], "member.1": "", "member.2": people[1], "leads": "2"}
    lacking = await clerk.send(form, **few)
    assert lacking.status == 422
    assert "验收组缺少：" in lacking.words
    name, sent = own.calls[-1]
    assert name == "appointAcceptanceTeam"
    assert sent["expectedRevision"] == int(form.fields["revision"])
    assert sent["members"] == [
        {"official": people[0], "office": offices[0], "leads": False},
        {"official": people[1], "office": offices[2], "leads": True},
    ]
    twice = await clerk.send(form, **few | {"member.2": people[0]})
    assert (twice.status, 'href="#member.2"' in twice.text) == (422, True)
    nobody = await clerk.send(form, **{"member.0": "", "leads": "0"})
    assert (nobody.status, "验收组缺少：" in nobody.words) == (422, True)
    assert own.written == []
    picks = {f"member.{place}": person for place, person in enumerate(people)}
    assert (await clerk.send(form, **picks, leads="0")).status == 303
    assert own.written == ["appointAcceptanceTeam"]


async def test_a_batch_is_closed(own: Api, visitor: Visiting) -> None:
    """T-P7."""
    clerk = visitor("clerk")
    done = await clerk.send((await clerk.get(f"/admin/batches/{EMPTY}")).form("/close"))
    assert done.status == 303
    assert own.calls[-1][0] == "closeBatch"
    assert "批次已关闭" in (await clerk.get(f"/admin/batches/{EMPTY}")).words


DONE = "{town_done_batch}"


async def test_a_list_of_names_is_published_after_a_check(own: Api, visitor: Visiting) -> None:
    """From the batch: who is in it, where it goes, a fault at the channels, and never twice."""
    clerk = visitor("clerk")
    address = f"/admin/batches/{DONE}/list"
    assert any(link.endswith("/list") for link in (await clerk.get(f"/admin/batches/{DONE}")).links("/list"))
    page = await clerk.get(address)
    assert "九曲村" in page.words
    assert "WY-village-2022-9001" in page.words
    form = page.form("/list")
    none = await clerk.send(form, stage="check")
    assert (none.status, 'href="#channels"' in none.text) == (422, True)
    other = {"channel.0": "电视台"}
    wrong = await clerk.send(form, **other, stage="check")
    assert (wrong.status, 'href="#channels"' in wrong.text) == (422, True)
    assert own.written == []
    check = await clerk.send(form, **{"channel.0": "镇政府公开栏"}, stage="check")
    assert "名单1个单元" in check.words.replace(" ", "")
    assert "九曲村（无疫村）" in check.words
    back = await clerk.send(check.form("/list"), stage="edit")
    assert "checked" in back.text
    done = await clerk.send(check.form("/list"), stage="commit")
    assert done.status == 303
    name, sent = own.calls[-1]
    assert (name, sent["channels"]) == ("publishNameList", ["镇政府公开栏"])
    after = await clerk.get(address)
    assert "已公布" in after.words
    assert not any(each.action.endswith("/list") for each in after.forms)
    again = await clerk.send(check.form("/list"), stage="commit", key="k" * 20)
    assert (again.status, "该批次的名单已经公布。" in again.words) == (422, True)
    assert own.written == ["publishNameList"]


async def test_a_list_that_cannot_be_published_yet_tells_why(visitor: Visiting) -> None:
    page = await visitor("clerk").get(f"/admin/batches/{BATCH}/list")
    assert "尚未关闭。" in page.words
    assert not any(form.action.endswith("/list") for form in page.forms)
    looker = await visitor("onlooker").get(f"/admin/batches/{DONE}/list")
    assert not any(form.action.endswith("/list") for form in looker.forms)
    assert (await visitor("clerk").get("/admin/batches/nothing/list")).status == 404


def sheet(form: FormOnPage, page: Page) -> dict[str, str]:
    """Give every line of a sheet its full points."""
    most = re.findall(r'for="points\.([^"]+)">得分（满分 (\d+)）', page.text)
    return {f"points.{line}": points for line, points in most}


@pytest.mark.parametrize(("button", "submits"), [("yes", True), ("no", False)])
async def test_an_inspector_gives_points_line_by_line(
    own: Api, visitor: Visiting, button: str, submits: bool
) -> None:
    """T-P5: maxima are shown, points and reasons sent, the total left to the server."""
    inspector = visitor("inspector")
    page = await inspector.get(f"/admin/applications/{SHEET}/inspection")
    form = page.form("/inspection/sheet")
    full = sheet(form, page)
    (first, most), *_ = full.items()
    assert f"满分 {most}" in page.words
    line = first.removeprefix("points.")
    given = full | {first: str(int(most) - 1), f"reason.{line}": "缺一名负责人", "submit": button}
    done = await inspector.send(form, **given)
    assert done.status == 303
    name, sent = own.calls[-1]
    assert (name, sent["submit"]) == ("recordScoreSheet", submits)
    assert sent["scores"][0] == {"item": line, "points": int(most) - 1, "reason": "缺一名负责人"}
    assert sent["scores"][1:] == [
        {"item": name.removeprefix("points."), "points": int(points), "reason": None}
        for name, points in list(full.items())[1:]
    ]


async def test_wrong_points_are_told_at_their_line(api: Api, visitor: Visiting) -> None:
    inspector = visitor("inspector")
    page = await inspector.get(f"/admin/applications/{SHEET}/inspection")
    form = page.form("/inspection/sheet")
    _, (second, most), *_ = sheet(form, page).items()
    words = await inspector.send(form, **{second: "满分"})
    assert (words.status, api.calls) == (422, [])
    assert f'href="#{second}"' in words.text
    refused = await inspector.send(form, **{second: str(int(most) + 1), "submit": "no"})
    assert refused.status == 422
    assert f'href="#{second}"' in refused.text
    assert f'value="{int(most) + 1}"' in refused.text
    assert [name for name, _ in api.calls] == ["recordScoreSheet"]


async def test_the_leader_settles_what_is_in_dispute_and_concludes(own: Api, visitor: Visiting) -> None:
    """T-P5: only the disputed lines are asked for; the opinion goes with it."""
    leader = visitor("head")
    page = await leader.get(f"/admin/applications/{SETTLE}/inspection")
    assert "总分相差 10 分，超过 5 分" in page.words
    form = page.form("/inspection/conclusion")
    asked = sheet(form, page)
    assert 0 < len(asked) < page.text.count('class="list-main"')
    reasons = {name.replace("points.", "reason."): "复看后核定" for name in asked}
    done = await leader.send(form, **asked, **reasons, opinion="属实")
    assert done.status == 303
    name, sent = own.calls[-1]
    assert (name, sent["opinion"]) == ("concludeInspection", "属实")
    assert sent["expectedRevision"] == int(form.fields["revision"])
    assert sent["settlement"] == [
        {"item": line.removeprefix("points."), "points": int(points), "reason": "复看后核定"}
        for line, points in asked.items()
    ]


async def test_others_look_at_the_sheets_only(visitor: Visiting) -> None:
    page = await visitor("onlooker").get(f"/admin/applications/{SETTLE}/inspection")
    assert "已提交的 2 张评分表" in page.words
    assert not any("/inspection/" in form.action for form in page.forms)


async def test_items_are_reported_as_put_right(own: Api, visitor: Visiting) -> None:
    """T-P8: the deadline, what missing it costs, and a measure for each item."""
    applicant = visitor("villager")
    page = await applicant.get(f"/admin/applications/{FAILED}/rectification")
    assert "已逾期 5 天" in page.words
    assert "已逐项补齐" in page.words
    form = page.form("/rectification")
    first, second, *_ = [name.removeprefix("measure.") for name in page.names if name.startswith("measure.")]
    nothing = await applicant.send(form, **{f"measure.{first}": " "})
    assert (nothing.status, own.calls) == (422, [])
    done = await applicant.send(form, **{f"measure.{first}": "已补齐", f"measure.{second}": ""})
    assert done.status == 303
    name, sent = own.calls[-1]
    assert (name, sent["measures"]) == ("reportRectification", [{"item": first, "measure": "已补齐"}])
    onlooker = await visitor("clerk").get(f"/admin/applications/{FAILED}/rectification")
    assert "由申报人报告整改完成。" in onlooker.words


async def test_self_assessment_takes_points_and_what_does_not_apply(own: Api, visitor: Visiting) -> None:
    """T-3.3l: a condition that does not hold is said so; points are whole or have two decimals."""
    applicant = visitor("villager")
    page = await applicant.get(f"/admin/applications/{FAILED}/assessment")
    assert "不适用（仅限辖区内有医疗机构）" in page.words
    assert "得分（可不填）" in page.words
    form = page.form("/assessment")
    conditional = re.findall(r'name="met\.([^"]+)" value="none"', page.text)[0]
    (pointed, *_) = [name.removeprefix("points.") for name in page.names if name.startswith("points.")]
    wrong = await applicant.send(form, **{f"met.{pointed}": "yes", f"points.{pointed}": "四分"})
    assert (wrong.status, own.calls) == (422, [])
    assert f'href="#points.{pointed}"' in wrong.text
    assert (await applicant.send(form, **{f"met.{pointed}": "yes", f"points.{pointed}": "1.5"})).status == 303
    again = (await applicant.get(f"/admin/applications/{FAILED}/assessment")).form("/assessment")
    assert (await applicant.send(again, **{f"met.{conditional}": "none"})).status == 303
    points, none = ({one["criterion"]: one for one in sent["attestations"]} for _, sent in own.calls)
    assert (points[pointed]["met"], points[pointed]["points"]) == (True, "1.5")
    assert (none[conditional]["met"], none[conditional]["applicable"]) == (False, False)


async def test_the_most_points_an_item_can_get_are_told(api: Api, visitor: Visiting) -> None:
    """No item a village states by itself has a limit, so the API's answer is changed to that effect."""

    def limit(data: Json) -> None:
        for result in data["application"]["criteria"]:
            result["criterion"]["scoreMaximum"] = 5

    api.change = limit
    page = await visitor("villager").get(f"/admin/applications/{FAILED}/assessment")
    assert "得分（最多 5，可不填）" in page.words


async def test_a_zone_is_reported_with_its_level(own: Api, visitor: Visiting) -> None:
    """Open question 13: the levels of the guideline that are in force; the check names the chosen one."""
    clerk = visitor("community")
    form = (await clerk.get("/admin/units/WL-JYY-01/events/new")).form("/events/new")
    told = {"kind": "RISK_ZONE", "occurredOn": "2022-11-24", "riskLevel": "high"}
    check = await clerk.send(form, stage="check", **told)
    assert "高风险区" in check.words
    assert (await clerk.send(check.form("/events/new"), stage="commit")).status == 303
    assert own.calls[-1][1]["riskLevel"] == "high"


@pytest.mark.parametrize("page", ["inspection", "rectification"])
async def test_an_application_without_batches_has_no_such_page(visitor: Visiting, page: str) -> None:
    found = await visitor("reviewer").get("/admin/applications/{review}/" + page)
    assert found.status == 404
