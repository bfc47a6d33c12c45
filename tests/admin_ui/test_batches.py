"""Running the town's scheme without a script: batches, teams, sheets, conclusions, what was put right."""

from collections.abc import Callable

import pytest

from tests.admin_ui.fake import FakeApi
from tests.admin_ui.town import BATCH, EMPTY, FAILED, SETTLE, SHEET
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]


async def test_a_batch_is_opened_from_the_list(api: FakeApi, visitor: Visiting) -> None:
    """T-P7: whoever runs batches has the form, filled with their own area; others only look."""
    clerk = visitor("reviewer")
    page = await clerk.get("/admin/batches")
    assert "文龙街道第 2 批" in page.words
    form = page.form("/admin/batches")
    opened = await clerk.send(
        form, unit="unit-500110002", process="T-P5", kind="PILOT", closesOn="2022-12-10"
    )
    assert opened.status == 303
    assert opened.location.endswith(f"/admin/batches/{BATCH}".replace("=", "%3D"))
    name, sent = api.calls[-1]
    assert name == "openBatch"
    assert (sent["unit"], sent["kind"], sent["opensOn"], sent["closesOn"]) == (
        "unit-500110002",
        "PILOT",
        "2022-11-25",
        "2022-12-10",
    )
    assert "开设批次" not in (await visitor("commission").get("/admin/batches")).words


async def test_what_a_batch_lacks_is_said_before_it_is_asked(api: FakeApi, visitor: Visiting) -> None:
    clerk = visitor("reviewer")
    page = await clerk.send((await clerk.get("/admin/batches")).form("/admin/batches"))
    assert page.status == 422
    assert "请填写截止日期。" in page.words
    assert api.calls == []


async def test_a_batch_shows_where_each_unit_stands(visitor: Visiting) -> None:
    """T-P5, T-P8: the outcome of each, its inspection, what is overdue; and why it cannot be closed."""
    page = await visitor("reviewer").get(f"/admin/batches/{BATCH}")
    assert "参加的 3 个单元" in page.words
    assert "2 项待整改，已逾期 2022年11月20日" in page.words
    assert "第 2 批还有 1 个单元没有结论。" in page.words
    assert page.links("/inspection")
    assert not any(form.action.endswith("/close") for form in page.forms)


async def test_a_team_is_appointed_office_by_office(api: FakeApi, visitor: Visiting) -> None:
    """T-P5: one person an office, one of them leads; a fault is told at the office it is about."""
    clerk = visitor("reviewer")
    page = await clerk.get(f"/admin/batches/{EMPTY}")
    form = page.form("/team")
    picks = {"member.0": "reviewer", "member.1": "", "member.2": "community", "leads": "2"}
    done = await clerk.send(form, **picks)
    assert done.status == 303
    name, sent = api.calls[-1]
    assert name == "appointAcceptanceTeam"
    assert sent["expectedRevision"] == 2
    assert sent["members"] == [
        {"official": "reviewer", "office": "卫生院", "leads": False},
        {"official": "community", "office": "市监所", "leads": True},
    ]
    api.refusals["appointAcceptanceTeam"] = [
        {"code": "NOT_FOUND", "message": "人员不存在。", "field": ["members", "1", "official"], "fix": ""}
    ]
    refused = await clerk.send(form, **picks)
    assert refused.status == 422
    assert 'href="#member.2"' in refused.text
    lacking = {"code": "TEAM_INCOMPLETE", "message": "验收组缺少：卫生院。", "field": ["members"], "fix": ""}
    api.refusals["appointAcceptanceTeam"] = [lacking]
    nobody = await clerk.send(form, **{"member.0": "", "leads": "0"})
    assert (nobody.status, "验收组缺少：卫生院。" in nobody.words) == (422, True)


async def test_a_batch_is_closed(api: FakeApi, visitor: Visiting) -> None:
    """T-P7."""
    clerk = visitor("reviewer")
    done = await clerk.send((await clerk.get(f"/admin/batches/{EMPTY}")).form("/close"))
    assert done.status == 303
    assert api.calls[-1][0] == "closeBatch"
    assert "批次已关闭" in (await clerk.get(f"/admin/batches/{EMPTY}")).words


@pytest.mark.parametrize(("button", "submits"), [("yes", True), ("no", False)])
async def test_an_inspector_gives_points_line_by_line(
    api: FakeApi, visitor: Visiting, button: str, submits: bool
) -> None:
    """T-P5: maxima are shown, points and reasons sent, the total left to the server."""
    inspector = visitor("reviewer")
    page = await inspector.get(f"/admin/applications/{SHEET}/inspection")
    assert "满分 40" in page.words
    form = page.form("/inspection/sheet")
    given = {"points.1": "38", "reason.1": "缺一名负责人", "points.3.3": "60", "submit": button}
    done = await inspector.send(form, **given)
    assert done.status == 303
    name, sent = api.calls[-1]
    assert (name, sent["submit"]) == ("recordScoreSheet", submits)
    assert sent["scores"] == [
        {"item": "1", "points": 38, "reason": "缺一名负责人"},
        {"item": "3.3", "points": 60, "reason": None},
    ]


async def test_wrong_points_are_told_at_their_line(api: FakeApi, visitor: Visiting) -> None:
    inspector = visitor("reviewer")
    form = (await inspector.get(f"/admin/applications/{SHEET}/inspection")).form("/inspection/sheet")
    words = await inspector.send(form, **{"points.3.3": "满分"})
    assert (words.status, api.calls) == (422, [])
    assert 'href="#points.3.3"' in words.text
    api.refusals["recordScoreSheet"] = [
        {
            "code": "SCORE_OUT_OF_RANGE",
            "message": "满分 60 分。",
            "field": ["scores", "0", "points"],
            "fix": "请按分值上限填写。",
        }
    ]
    refused = await inspector.send(form, **{"points.3.3": "61"})
    assert refused.status == 422
    assert 'href="#points.3.3"' in refused.text
    assert 'value="61"' in refused.text


async def test_the_leader_settles_what_is_in_dispute_and_concludes(api: FakeApi, visitor: Visiting) -> None:
    """T-P5: only the disputed line is asked for; the opinion goes with it."""
    leader = visitor("reviewer")
    page = await leader.get(f"/admin/applications/{SETTLE}/inspection")
    assert "总分相差 12 分，超过 5 分" in page.words
    form = page.form("/inspection/conclusion")
    assert "points.3.3" in page.names
    assert "points.1" not in page.names
    done = await leader.send(form, **{"points.3.3": "55", "reason.3.3": "复看后核定", "opinion": "属实"})
    assert done.status == 303
    name, sent = api.calls[-1]
    assert (name, sent["opinion"], sent["expectedRevision"]) == ("concludeInspection", "属实", 4)
    assert sent["settlement"] == [{"item": "3.3", "points": 55, "reason": "复看后核定"}]


async def test_others_look_at_the_sheets_only(visitor: Visiting) -> None:
    page = await visitor("headquarters").get(f"/admin/applications/{SETTLE}/inspection")
    assert "已提交的 2 张评分表" in page.words
    assert not any("/inspection/" in form.action for form in page.forms)


async def test_items_are_reported_as_put_right(api: FakeApi, visitor: Visiting) -> None:
    """T-P8: the deadline, what missing it costs, and a measure for each item."""
    applicant = visitor("leader")
    page = await applicant.get(f"/admin/applications/{FAILED}/rectification")
    assert "已逾期 5 天" in page.words
    assert "已上墙公示" in page.words
    form = page.form("/rectification")
    done = await applicant.send(form, **{"measure.1": "已补齐", "measure.3.3": ""})
    assert done.status == 303
    name, sent = api.calls[-1]
    assert (name, sent["measures"]) == ("reportRectification", [{"item": "1", "measure": "已补齐"}])
    nothing = await applicant.send(form, **{"measure.1": " "})
    assert nothing.status == 422
    assert len(api.calls) == 1
    onlooker = await visitor("reviewer").get(f"/admin/applications/{FAILED}/rectification")
    assert "由申报人报告整改完成。" in onlooker.words


async def test_self_assessment_takes_points_and_what_does_not_apply(api: FakeApi, visitor: Visiting) -> None:
    """T-3.3l: a condition that does not hold is said so; points are whole or have two decimals."""
    applicant = visitor("leader")
    page = await applicant.get(f"/admin/applications/{FAILED}/assessment")
    assert "不适用（仅限辖区内有医疗机构）" in page.words
    assert "得分（最多 5，可不填）" in page.words
    form = page.form("/assessment")
    wrong = await applicant.send(form, **{"points.B-h": "四分"})
    assert (wrong.status, api.calls) == (422, [])
    assert 'href="#points.B-h"' in wrong.text
    assert (await applicant.send(form, **{"points.B-h": "4.5"})).status == 303
    assert (await applicant.send(form, **{"met.B-h": "none"})).status == 303
    points, none = (
        next(one for one in sent["attestations"] if one["criterion"] == "B-h") for _, sent in api.calls
    )
    assert (points["met"], points["points"]) == (True, "4.5")
    assert (none["met"], none["applicable"]) == (False, False)


async def test_a_zone_is_reported_with_its_level(api: FakeApi, visitor: Visiting) -> None:
    """Open question 13: the levels of the guideline that are in force; the check names the chosen one."""
    clerk = visitor("community")
    form = (await clerk.get("/admin/units/WL-JYY-01/events/new")).form("/events/new")
    told = {"kind": "RISK_ZONE", "occurredOn": "2022-11-24", "riskLevel": "high"}
    check = await clerk.send(form, stage="check", **told)
    assert "高风险区" in check.words
    assert (await clerk.send(check.form("/events/new"), stage="commit")).status == 303
    assert api.calls[-1][1]["riskLevel"] == "high"


@pytest.mark.parametrize("page", ["inspection", "rectification"])
async def test_an_application_without_batches_has_no_such_page(visitor: Visiting, page: str) -> None:
    found = await visitor("reviewer").get(f"/admin/applications/QXBwbGljYXRpb246Mg==/{page}")
    assert found.status == 404
