"""The application page: failures first, no permission of its own, nothing written before it was checked."""

from collections.abc import Callable

import pytest

from admin_ui.wording import MOVE
from schema.applications.guards import LABELS
from tests.admin_ui.pages import DRAFT, NAMED, REVIEW
from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]


async def test_failures_come_first_with_what_is_missing(visitor: Visiting) -> None:
    words = (await visitor("leader").get(f"/admin/applications/{DRAFT}")).words
    assert "还有 4 项未符合" in words
    assert "还差3户" in words
    assert words.index("还差1轮") < words.index("已符合的")


async def test_reasons_and_fixes_stand_where_something_cannot_be_done(visitor: Visiting) -> None:
    page = await visitor("leader").get(f"/admin/applications/{DRAFT}")
    words = page.words
    assert words.index("请您办理") < words.index("暂不能办理")
    assert "请补齐尚未签名的住户" in words
    assert not [form for form in page.forms if form.action.endswith("/submit")]


async def test_plan_of_the_house_never_tells_who_refused(visitor: Visiting) -> None:
    """Open question 5: never show neighbours who has not signed, nor why."""
    page = await visitor("leader").get(f"/admin/applications/{DRAFT}")
    plan = page.text[page.text.index('class="plan"') : page.text.index("</table>")]
    assert plan.count("plan-open") == 2
    assert "未同意" not in plan


async def test_those_who_may_not_read_the_roll_see_counts_only(visitor: Visiting) -> None:
    page = await visitor("reviewer").get(f"/admin/applications/{REVIEW}")
    assert 'class="plan"' not in page.text
    assert "4 / 4 户已签" in page.words
    assert "未同意" not in page.words


async def test_way_shows_what_is_done_and_who_comes_next(visitor: Visiting) -> None:
    page = await visitor("reviewer").get(f"/admin/applications/{REVIEW}")
    assert page.text.count("step step-done") == 3
    assert page.text.count('aria-current="step"') == 1
    assert page.words.index("已逐户核对名册与签名") < page.words.index("签名日期缺失")
    assert (await visitor("reviewer").get(f"/admin/applications/{NAMED}")).text.count("step step-done") == 6


async def test_decision_is_checked_before_it_is_written(own: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get(f"/admin/applications/{REVIEW}")).form("/review")
    check = await reviewer.send(form, decision="ENDORSE", opinion="同意上报", stage="check")
    assert check.status == 200
    assert own.calls == []
    assert "同意上报" in check.words
    done = await reviewer.send(check.form("/review"), stage="commit")
    assert (done.status, done.location) == (303, reviewer.address(f"/admin/applications/{REVIEW}"))
    ((name, sent),) = own.calls
    assert name == "reviewApplication"
    assert len(sent.pop("idempotencyKey")) >= 16
    assert sent == {
        "application": reviewer.ids["review"],
        "expectedRevision": int(form.fields["revision"]),
        "decision": "ENDORSE",
        "opinion": "同意上报",
    }
    assert "已办理" in (await reviewer.get(f"/admin/applications/{REVIEW}")).words
    assert "已办理" not in (await reviewer.get(f"/admin/applications/{REVIEW}")).words


async def test_sending_the_confirmation_twice_acts_once(own: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get(f"/admin/applications/{REVIEW}")).form("/review")
    check = await reviewer.send(form, decision="RETURN", opinion="请补正", stage="check")
    for _ in range(2):
        assert (await reviewer.send(check.form("/review"), stage="commit")).status == 303
    first, second = (sent["idempotencyKey"] for _, sent in own.calls)
    assert first == second
    way = (await reviewer.get(f"/admin/applications/{REVIEW}")).words
    assert way.count("请补正") == 1


async def test_a_decision_is_asked_for(api: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get(f"/admin/applications/{REVIEW}")).form("/review")
    page = await reviewer.send(form, stage="check")
    assert page.status == 422
    assert "请选择办理结果。" in page.words
    assert api.calls == []


@pytest.mark.parametrize(
    "answers", [{"decision": "REJECT"}, {"decision": "ENDORSE", "opinion": "  "}], ids=["none", "blank"]
)
async def test_an_opinion_is_asked_for_where_the_api_wants_one(
    api: Api, visitor: Visiting, answers: dict[str, str]
) -> None:
    """The page does not know which decision at which step needs an opinion: it sends, and shows the refusal."""
    reviewer = visitor("reviewer")
    form = (await reviewer.get(f"/admin/applications/{REVIEW}")).form("/review")
    for stage in ("check", "commit"):
        page = await reviewer.send(form, stage=stage, **answers)
        assert page.status == 422
        assert "此项办理须填写意见或理由。" in page.words
        assert 'href="#opinion"' in page.text
        assert page.form("/review").fields["decision"] == answers["decision"]
    assert [name for name, _ in api.calls] == ["reviewApplication"]


@pytest.mark.parametrize(
    ("opinion", "says"),
    [
        ("属实\r\n上\u200b报", "意见的第2行第2个字符是零宽空格（U+200B）"),
        ("属实\u202e", "意见的第1行第3个字符是从右至左覆盖符（U+202E）"),
        ("意" * 1_001, "意见最多1000个字，现有1001个。"),
        ("请联系 139 1234 5678", "意见含有手机号码。"),
    ],
)
async def test_the_check_refuses_the_words_the_deed_would(
    api: Api, visitor: Visiting, opinion: str, says: str
) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get(f"/admin/applications/{REVIEW}")).form("/review")
    for stage in ("check", "commit"):
        page = await reviewer.send(form, decision="RETURN", opinion=opinion, stage=stage)
        assert (page.status, says in page.words) == (422, True)
    check = await reviewer.send(
        form, decision="RETURN", opinion="\u3000属实，\u3000请补正\u3000", stage="check"
    )
    assert check.status == 200
    assert "属实，\u3000请补正" in check.text


async def test_going_back_keeps_the_input(api: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get(f"/admin/applications/{REVIEW}")).form("/review")
    check = await reviewer.send(form, decision="RETURN", opinion="请补正<名册>", stage="check")
    back = await reviewer.send(check.form("/review"), stage="edit")
    assert back.status == 200
    assert back.form("/review").fields["decision"] == "RETURN"
    assert "请补正&lt;名册&gt;</textarea>" in back.text
    assert api.calls == []


async def test_refusal_is_told_with_the_input_kept_and_a_new_key(api: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get(f"/admin/applications/{REVIEW}")).form("/review")
    sent = {"decision": "RETURN", "opinion": "请补正", "stage": "commit", "revision": "1"}
    page = await reviewer.send(form, **sent)
    assert page.status == 422
    assert f"内容已更新到第 {form.fields['revision']} 版，您提交的是第 1 版。" in page.words
    assert "请刷新后重试" in page.words
    assert "请补正</textarea>" in page.text
    assert page.form("/review").fields["key"] != form.fields["key"]


async def test_applicant_withdraws_after_a_check(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(f"/admin/applications/{DRAFT}")).form("/withdraw")
    check = await leader.send(form, reason="名册有误", stage="check")
    assert "不能恢复" in check.words
    assert (await leader.send(check.form("/withdraw"), stage="commit")).status == 303
    assert own.calls[0][0] == "withdrawApplication"
    assert own.calls[0][1]["reason"] == "名册有误"
    assert "已撤回" in (await leader.get(f"/admin/applications/{DRAFT}")).words


async def test_submission_is_checked_before_it_is_written(own: Api, visitor: Visiting) -> None:
    keeper = visitor("keeper")
    form = (await keeper.get("/admin/applications/{B3_application}")).form("/submit")
    check = await keeper.send(form, stage="check")
    assert "提交人不能参与本申请的审核" in check.words
    assert own.calls == []
    assert (await keeper.send(check.form("/submit"), stage="commit")).status == 303
    assert [name for name, _ in own.calls] == ["submitApplication"]


async def test_a_submission_that_is_refused_tells_every_reason(api: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(f"/admin/applications/{DRAFT}")).form("/withdraw")
    form.action = form.action.replace("/withdraw", "/submit")
    assert (await leader.send(form, stage="check")).status == 422
    refused = await leader.send(form, stage="commit")
    assert refused.status == 422
    assert "还差3户" in refused.words
    assert "还差1轮" in refused.words
    assert [name for name, _ in api.calls] == ["submitApplication"]


async def test_broken_revision_is_a_bad_request(api: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    form = (await reviewer.get(f"/admin/applications/{REVIEW}")).form("/review")
    assert (await reviewer.send(form, stage="commit", revision="x")).status == 400
    assert api.calls == []


async def test_the_deadline_tells_until_when_and_why(visitor: Visiting) -> None:
    words = (await visitor("reviewer").get(f"/admin/applications/{REVIEW}")).words
    assert "限 3 个工作日，已用 2 个" in words
    assert "2022年11月28日到期" in words
    assert "2022年11月26日不计周末" in words
    assert "催办：街道（镇）" in words


async def test_the_guidelines_form_is_asked_read_back_and_sent(own: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    page = await reviewer.get(f"/admin/applications/{REVIEW}")
    form = page.form("/review")
    check = await reviewer.send(
        form,
        decision="ENDORSE",
        opinion="同意",
        stage="check",
        **{"answers.visited": "true", "answers.state": "良好"},
    )
    assert "已到现场是" in check.words.replace(" ", "")
    await reviewer.send(check.form("/review"), stage="commit")
    ((name, sent),) = own.calls
    assert name == "reviewApplication"
    assert sent["answers"] == [
        {"field": "visited", "value": "true"},
        {"field": "state", "value": "良好"},
    ]


async def test_a_fault_of_an_answer_stands_at_its_question(api: Api, visitor: Visiting) -> None:
    reviewer = visitor("reviewer")
    page = await reviewer.get(f"/admin/applications/{REVIEW}")
    form = page.form("/review")
    given = {"answers.seen_on": "昨天", "answers.visited": "true"}
    refused = await reviewer.send(form, decision="ENDORSE", opinion="同意", stage="commit", **given)
    assert refused.status == 422
    assert 'href="#answers.seen_on"' in refused.text
    assert 'id="answers.seen_on-wrong"' in refused.text


def test_every_move_the_api_tells_has_its_words() -> None:
    assert {name.lower() for name in MOVE} == LABELS.keys() - {"assess"}


async def test_a_name_given_shows_the_facts_of_its_day(visitor: Visiting) -> None:
    """Decided matters never read as if something were still to do, and the petition is the one that was signed."""
    words = (await visitor("commission").get(f"/admin/applications/{NAMED}")).words
    assert "还有" not in words[words.index("命名为") : words.index("办理经过")]
    assert "未符合" not in words
    assert "尚未发起联名申请" not in words
    assert "办结时的签名情况" in words
    assert "项标准全部符合" in words


async def test_an_earlier_statement_is_shown_and_not_ticked(visitor: Visiting) -> None:
    """Whoever confirms says it anew: who said what before, and when, stands beside the question."""
    page = await visitor("leader").get(f"/admin/applications/{DRAFT}/assessment")
    assert "上次：" in page.words
    assert "确认：符合" in page.words
    assert " checked" not in page.text


async def test_a_name_that_was_lost_is_told_in_lists(visitor: Visiting) -> None:
    """A unit whose name was revoked is neither named nor as if it never had been; an application is no name."""
    page = (await visitor("community").get("/admin/units?search=WL-JYY-04")).text
    row = page[page.index("/admin/units/WL-JYY-04") :]
    row = row[: row.index("</tr>")]
    assert "名称已取消" in row
    assert "未命名" not in row
    words = (await visitor("commission").get(f"/admin/applications/{NAMED}")).words
    assert "审核通过" in words
