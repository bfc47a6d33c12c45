"""Supervision in the back office: what is due, what was found, putting it right, appeals by those who had no part."""

from collections.abc import Callable

from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
OPEN, REPORTED, LODGED = "{late_finding}", "{reported_finding}", "{appeal}"


async def test_what_is_due_is_listed_with_who_may_assess(visitor: Visiting) -> None:
    page = await visitor("reviewer").get("/admin/supervision")
    assert "2022年11月24日" in page.words
    assert page.links("/admin/units/WL-JYY-01/assessment")
    assert "有效期至" in page.words
    chief = await visitor("headquarters").get("/admin/supervision?within=30")
    assert "九龙嘉苑1号楼" in chief.words
    assert not chief.links("/assessment")
    assert "您的角色不能办理此事项。" in chief.words


async def test_findings_are_filtered_and_late_ones_marked(visitor: Visiting) -> None:
    street = visitor("reviewer")
    late = await street.get("/admin/findings?overdue=yes")
    assert late.links(street.address(f"/admin/findings/{OPEN}"))
    assert not late.links(street.address(f"/admin/findings/{REPORTED}"))
    assert "已逾期" in late.words
    reported = await street.get("/admin/findings?status=REPORTED")
    assert reported.links(street.address(f"/admin/findings/{REPORTED}"))
    assert not reported.links(street.address(f"/admin/findings/{OPEN}"))


async def test_a_finding_says_what_follows_and_when(visitor: Visiting) -> None:
    page = await visitor("reviewer").get(f"/admin/findings/{OPEN}")
    assert "2022年11月25日仍未报告整改的，到此级" in page.words
    assert "摘牌销号" in page.words
    assert not [form for form in page.forms if form.action.endswith("/rectification")]
    assert "您的角色不能办理此事项。" in page.words


async def test_what_was_found_is_put_right_and_looked_at_again(own: Api, visitor: Visiting) -> None:
    community = visitor("community")
    form = (await community.get(f"/admin/findings/{OPEN}")).form("/rectification")
    empty = await community.send(form)
    assert (empty.status, 'href="#measure"' in empty.text) == (422, True)
    assert (await community.send(form, measure="已张贴")).status == 303
    street = visitor("reviewer")
    form = (await street.get(f"/admin/findings/{REPORTED}")).form("/verification")
    unsaid = await street.send(form, opinion="属实")
    assert (unsaid.status, 'href="#accepted"' in unsaid.text) == (422, True)
    mute = await street.send(form, accepted="no")
    assert (mute.status, 'href="#opinion"' in mute.text) == (422, True)
    assert (await street.send(form, accepted="no", opinion="仍缺一处")).status == 303
    (_, rectified), (name, verified) = own.calls[1], own.calls[-1]
    assert (rectified["finding"], rectified["measure"]) == (community.ids["late_finding"], "已张贴")
    assert rectified["expectedRevision"] == 1
    assert (name, verified["accepted"], verified["opinion"]) == ("verifyFinding", False, "仍缺一处")
    assert own.written == ["rectifyFinding", "verifyFinding"]


async def test_a_finding_is_recorded_with_its_clause(own: Api, visitor: Visiting) -> None:
    street = visitor("reviewer")
    form = (await street.get("/admin/units/WL-JYY-01/findings/new")).form("/findings/new")
    unasked = await street.send(form, clause="B-h")
    assert (unasked.status, own.calls) == (422, [])
    assert 'href="#occasion"' in unasked.text
    refused = await street.send(form, occasion="SPOT", clause="", description="")
    assert refused.status == 422
    assert 'href="#clause"' in refused.text
    assert 'href="#description"' in refused.text
    done = await street.send(form, occasion="SPOT", clause="B-h", description="没有提示")
    assert done.status == 303
    assert own.calls[-1][1]["clause"] == "B-h"
    assert "没有提示" in (await street.get(done.location.removeprefix(street.mount))).words
    community = await visitor("community").get("/admin/units/WL-JYY-01/findings/new")
    assert not [form for form in community.forms if form.action.endswith("/findings/new")]
    assert (await street.get("/admin/units/WL-JYY-02/findings/new")).status == 404


async def test_who_had_a_part_is_told_to_stand_apart(own: Api, visitor: Visiting) -> None:
    """T-P7, B-M4: the refusal of the mutation is on the page before anybody tries."""
    apart = await visitor("commission").get(f"/admin/appeals/{LODGED}")
    assert "您须回避" in apart.words
    assert not [form for form in apart.forms if form.method == "post" and "/appeals/" in form.action]
    assert "您参与过，须回避" in (await visitor("commission").get("/admin/appeals")).words
    chief = visitor("judge")
    form = (await chief.get(f"/admin/appeals/{LODGED}")).form(chief.ids["appeal"])
    undecided = await chief.send(form, opinion="提示当日已张贴", stage="check")
    assert (undecided.status, 'href="#upheld"' in undecided.text) == (422, True)
    mute = await chief.send(form, upheld="yes", stage="check")
    refused = await chief.send(mute.form(chief.ids["appeal"]), stage="commit")
    assert (refused.status, 'href="#opinion"' in refused.text) == (422, True)
    check = await chief.send(form, upheld="yes", opinion="提示当日已张贴", stage="check")
    assert "确认申诉成立" in check.words
    assert own.written == []
    assert (await chief.send(check.form(chief.ids["appeal"]), stage="commit")).status == 303
    assert (own.calls[-1][0], own.calls[-1][1]["upheld"]) == ("decideAppeal", True)


async def test_an_appeal_that_is_not_open_says_why(visitor: Visiting) -> None:
    page = await visitor("community").get("/admin/units/WL-JYY-04/appeals/new")
    assert "因健康事件引起的，请更正或排除事件。" in page.words
    assert not [form for form in page.forms if form.action.endswith("/appeals/new")]


async def test_an_assessment_in_turn_leads_to_the_finding_it_made(own: Api, visitor: Visiting) -> None:
    street = visitor("reviewer")
    form = (await street.get("/admin/units/WL-JYY-01/assessment")).form("/assessment")
    done = await street.send(form, **{"met.B-h": "no", "note.B-h": "提示不清"})
    assert (done.status, done.location.endswith("/findings/new")) == (303, True)
    ((name, sent),) = own.calls
    assert name == "assessUnit"
    assert {"criterion": "B-h", "met": False, "note": "提示不清"} in sent["attestations"]


async def test_a_name_is_watched_from_the_page_of_its_unit(own: Api, visitor: Visiting) -> None:
    """What the role may do about the name is offered there, what it may not is said with the reason."""
    street = visitor("reviewer")
    page = await street.get("/admin/units/WL-JYY-01")
    assert page.links("/admin/units/WL-JYY-01/findings/new")
    assert "2022年11月22日发放" in page.words
    form = page.form("/plaque")
    assert form.fields["event"] == "RETURNED"
    wrong = await street.send(form, on="today")
    assert (wrong.status, 'href="#on"' in wrong.text, own.calls) == (422, True, [])
    assert (await street.send(form, on="2022-11-25")).status == 303
    ((name, sent),) = own.calls
    assert (name, sent["event"], sent["on"], sent["expectedRevision"]) == (
        "recordPlaque",
        "RETURNED",
        "2022-11-25",
        int(form.fields["revision"]),
    )
    leader = await visitor("leader").get("/admin/units/WL-JYY-01")
    assert not leader.links("/findings/new")
    assert "登记检查发现的问题" in leader.words
    lost = await visitor("community").get("/admin/units/WL-JYY-04")
    assert "最早日期：2022年11月30日起可重新命名" in lost.words
    assert "尚未收回" in lost.words
    assert "孙立办理" in lost.words
    assert "刘敏办理" in lost.words
    assert "由系统按期记录" in (await visitor("community").get("/admin/units/WL-JYY-05")).words
    held = await visitor("commission").get("/admin/units/WL-JYY-06")
    assert "暂停的原因（逐项解除后恢复） 辖内报告密切接触者 B-b，2022年11月23日起" in held.words


async def test_a_day_is_answered_by_what_is_known_now_and_was_known_then(visitor: Visiting) -> None:
    """Two times, never mixed up: the name was lost on the 23rd, and on the 22nd nobody knew."""
    community = visitor("community")
    page = await community.get("/admin/units/WL-JYY-04/standing?asOf=2022-11-23&knownOn=2022-11-22")
    assert "当时所知与现在所知不同" in page.words
    assert "截至 2022年11月22日 23:59" in page.words
    alike = await community.get("/admin/units/WL-JYY-04/standing?asOf=2022-11-21&knownOn=2022-11-24")
    assert "当时所知与现在所知不同" not in alike.words
    plain = await community.get("/admin/units/WL-JYY-04/standing")
    assert "当时所知与现在" not in plain.words
    wrong = await community.get("/admin/units/WL-JYY-04/standing?asOf=soon")
    assert (wrong.status, 'href="#asOf"' in wrong.text) == (422, True)


async def test_a_plaque_is_replaced_and_a_certificate_issued_anew(own: Api, visitor: Visiting) -> None:
    """换发: the forms are offered to who may, ask why, and lead back to the unit."""
    street = visitor("reviewer")
    page = await street.get("/admin/units/WL-JYY-01")
    assert page.links("/admin/units/WL-JYY-01/name/plaque")
    assert not page.links("/admin/units/WL-JYY-01/name/voiding")
    assert "证书与铭牌" in page.words
    assert "第 1 版" in page.words
    form = (await street.get("/admin/units/WL-JYY-01/name/plaque")).form("/name/plaque")
    undated = await street.send(form, on="someday", reason="遗失")
    assert (undated.status, 'href="#on"' in undated.text, own.calls) == (422, True, [])
    silent = await street.send(form)
    assert (silent.status, 'href="#reason"' in silent.text) == (422, True)
    assert (await street.send(form, on="2022-11-24", reason="遗失")).status == 303
    form = (await street.get("/admin/units/WL-JYY-01/name/certificate")).form("/name/certificate")
    assert (await street.send(form, reason="证书损毁")).status == 303
    assert own.written == ["replacePlaque", "reissueCertificate"]
    after = (await street.get("/admin/units/WL-JYY-01")).words
    assert "第 2 版" in after
    assert "起作废" in after
    assert "2022年11月24日换发：遗失" in after
    assert "第 2 版" in (await visitor(None).get("/units/WL-JYY-01")).words


async def test_a_name_given_in_error_is_voided_and_says_so_everywhere(own: Api, visitor: Visiting) -> None:
    """Told apart from a name that was lost: on the unit's page, in its history, for the public, day by day."""
    refused = await visitor("reviewer").get("/admin/units/WL-JYY-01/name/voiding")
    assert "您的角色不能办理此事项。" in refused.words
    assert not [form for form in refused.forms if form.action.endswith("/name/voiding")]
    commission = visitor("commission")
    assert (await commission.get("/admin/units/WL-JYY-01")).links("/admin/units/WL-JYY-01/name/voiding")
    form = (await commission.get("/admin/units/WL-JYY-01/name/voiding")).form("/name/voiding")
    silent = await commission.send(form)
    assert (silent.status, 'href="#reason"' in silent.text) == (422, True)
    assert (await commission.send(form, reason="材料不实")).status == 303
    assert own.written == ["voidDesignation"]
    page = await commission.get("/admin/units/WL-JYY-01")
    assert "命名已撤销，自始无效" in page.words
    assert "事由：材料不实" in page.words
    assert not page.links("/admin/units/WL-JYY-01/name/voiding")
    public = await visitor(None).get("/units/WL-JYY-01")
    assert "命名已撤销，自始无效" in public.words
    assert "撤销日期" in public.words
    assert "材料不实" not in public.words
    standing = await commission.get("/admin/units/WL-JYY-01/standing?asOf=2022-11-22&knownOn=2022-11-22")
    assert "当时所知与现在所知不同" in standing.words
