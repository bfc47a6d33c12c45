"""The pages of daily work: worklist, self-assessment, signatures, units, events, logs."""

from collections.abc import Callable

from tests.admin_ui.district import Json
from tests.admin_ui.fake import FakeApi
from tests.admin_ui.pages import DRAFT
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]


def refusal(message: str, *field: str) -> Json:
    return {
        "code": "INVALID_INPUT",
        "message": message,
        "field": list(field),
        "fix": "请修改后重试。",
        "details": [],
    }


async def test_worklist_names_the_verb_the_stage_and_the_blocker(visitor: Visiting) -> None:
    words = (await visitor("leader").get("/admin/worklist")).words
    assert "待我办 1" in words
    assert "开展自评" in words
    assert "2 天" in words
    assert "B-k 还差3户" in words


async def test_unknown_tab_is_the_first_one(visitor: Visiting) -> None:
    page = await visitor("leader").get("/admin/worklist?tab=unknown")
    assert 'tab=pending" aria-current="page"' in page.text


async def test_empty_worklist_says_why_and_what_next(visitor: Visiting) -> None:
    words = (await visitor("headquarters").get("/admin/worklist")).words
    assert "没有等您办理的事项" in words
    assert "只有轮到您的角色" in words
    assert "本辖区" in words


async def test_self_assessment_sends_what_was_attested(api: FakeApi, visitor: Visiting) -> None:
    """B-W4: self-assessment against the standard."""
    leader = visitor("leader")
    form = (await leader.get(f"/admin/applications/{DRAFT}/assessment")).form("/assessment")
    done = await leader.send(form, **{"met.B-j": "no", "note.B-j": "仍在走访"})
    assert done.status == 303
    ((name, sent),) = api.calls
    said = {one["criterion"]: one for one in sent["attestations"]}
    assert name == "assessApplication"
    assert said["B-j"] == {"criterion": "B-j", "met": False, "note": "仍在走访"}
    assert said["B-h"] == {"criterion": "B-h", "met": True, "note": "现场查看"}
    assert "B-a" not in said


async def test_refused_statement_points_at_its_criterion(api: FakeApi, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(f"/admin/applications/{DRAFT}/assessment")).form("/assessment")
    order = [name.removeprefix("met.") for name in form.fields if name.startswith("met.")]
    place = str(order.index("B-h"))
    api.refusals["assessApplication"] = [refusal("说明不得超过200个字符。", "attestations", place, "note")]
    page = await leader.send(form)
    assert page.status == 422
    assert 'href="#note.B-h"' in page.text
    assert 'id="note.B-h-wrong"' in page.text


async def test_figure_that_is_no_number_is_asked_again(api: FakeApi, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(f"/admin/applications/{DRAFT}/assessment")).form("/assessment")
    page = await leader.send(form, **{"sampleSize.B-j": "三十", "met.B-j": "yes"})
    assert page.status == 422
    assert "抽样人数应填整数。" in page.words
    assert api.calls == []


async def test_only_touched_households_are_recorded(api: FakeApi, visitor: Visiting) -> None:
    """B-k: signatures are recorded by household, with the one who signed."""
    leader = visitor("leader")
    form = (await leader.get("/admin/units/WL-JYY-03/petition")).form("/petition")
    answers = {"answer.H1102": "SIGNED_BY_PROXY", "signatory.H1102": "R11020", "authorisation.H1102": "WT-7"}
    done = await leader.send(form, **answers)
    assert (done.status, done.location) == (303, "/t/qijiang/admin/units/WL-JYY-03/petition?show=open")
    ((name, sent),) = api.calls
    assert name == "recordPetitionAnswers"
    assert sent["expectedRevision"] == 7
    expected = {
        "household": "H1102",
        "answer": "SIGNED_BY_PROXY",
        "signatory": "R11020",
        "authorisation": "WT-7",
    }
    assert sent["answers"] == [expected]


async def test_untouched_signing_form_is_asked_again(api: FakeApi, visitor: Visiting) -> None:
    leader = visitor("leader")
    api.refusals["recordPetitionAnswers"] = [refusal("没有要登记的答复。", "answers")]
    form = (await leader.get("/admin/units/WL-JYY-03/petition")).form("/petition")
    page = await leader.send(form)
    assert page.status == 422
    assert "没有要登记的答复。" in page.words
    assert 'href="#answers"' not in page.text


async def test_refused_signature_points_at_its_household_and_keeps_the_choice(
    api: FakeApi, visitor: Visiting
) -> None:
    leader = visitor("leader")
    api.refusals["recordPetitionAnswers"] = [refusal("签名人未满18周岁。", "answers", "0", "signatory")]
    form = (await leader.get("/admin/units/WL-JYY-03/petition")).form("/petition")
    page = await leader.send(form, **{"answer.H1102": "SIGNED", "signatory.H1102": "R11021"})
    assert page.status == 422
    assert 'href="#signatory.H1102"' in page.text
    assert '<option value="R11021" selected>' in page.text


async def test_vacancy_is_checked_before_it_is_confirmed(api: FakeApi, visitor: Visiting) -> None:
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-03/petition?show=claimed")).form("/vacancy")
    check = await community.send(form, stage="check")
    assert "6-2" in check.words
    assert api.calls == []
    assert (await community.send(check.form("/vacancy"), stage="commit")).status == 303
    assert api.calls[0][0] == "confirmVacancy"
    assert api.calls[0][1]["household"] == "H0602"


async def test_lost_name_says_why_and_how_to_regain_it(visitor: Visiting) -> None:
    page = await visitor("community").get("/admin/units/WL-JYY-04")
    assert "名称已取消" in page.words
    assert "辖内报告确诊病例（依据 B-a）" in page.words
    assert "如何重新取得" in page.words
    assert "近8天无疫情病例 B-a：还差3天，无新增时2022-11-28起达标" in page.words


async def test_households_are_masked_and_withheld_from_those_who_do_not_keep_them(visitor: Visiting) -> None:
    assert "**" in (await visitor("community").get("/admin/units/WL-JYY-01")).words
    assert "您的角色不查看住户名册。" in (await visitor("commission").get("/admin/units/WL-JYY-01")).words


async def test_application_and_petition_begin_on_the_unit_page(api: FakeApi, visitor: Visiting) -> None:
    community = visitor("community")
    page = await community.get("/admin/units/WL-JYY-04")
    created = await community.send(page.form("/applications"))
    opened = await community.send(page.form("/petitions"))
    assert (created.status, opened.status) == (303, 303)
    assert "/admin/applications/" in created.location
    assert opened.location == "/t/qijiang/admin/units/WL-JYY-04/petition"
    (first, second) = api.calls
    assert (first[0], second[0]) == ("createApplication", "openPetition")
    assert first[1]["idempotencyKey"] != second[1]["idempotencyKey"]
    assert first[1]["unit"] == "unit-WL-JYY-04"


async def test_refused_beginning_is_told_on_the_unit_page(api: FakeApi, visitor: Visiting) -> None:
    api.refusals["createApplication"] = [refusal("已有申请正在办理。")]
    community = visitor("community")
    page = await community.send((await community.get("/admin/units/WL-JYY-04")).form("/applications"))
    assert page.status == 422
    assert "已有申请正在办理。" in page.words


async def test_event_is_checked_with_the_names_at_stake_before_it_is_reported(
    api: FakeApi, visitor: Visiting
) -> None:
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-01/events/new")).form("/events/new")
    check = await community.send(form, kind="CASE", occurredOn="2022-11-24", stage="check")
    assert "九龙嘉苑1号楼（WL-building-2022-0001）" in check.words
    assert "取消名称：辖内报告确诊病例（B-a），自 2022年11月25日；2022年12月3日 起不再受此影响" in check.words
    assert "街道2人" in check.words
    assert "2022年11月24日" in check.words
    assert api.calls == []
    done = await community.send(check.form("/events/new"), stage="commit")
    assert (done.status, done.location) == (303, "/t/qijiang/admin/units/WL-JYY-01")
    sent = api.calls[0][1]
    assert (sent["kind"], sent["occurredOn"], sent["reportedOn"]) == ("CASE", "2022-11-24", "2022-11-25")
    assert sent["inCentralQuarantine"] is False
    assert sent["preview"] == "seen"


async def test_event_is_reported_under_a_class_of_the_guideline(api: FakeApi, visitor: Visiting) -> None:
    community = visitor("community")
    page = await community.get("/admin/units/WL-JYY-01/events/new")
    assert "次密接（密切接触者）" in page.words
    chosen = {"kind": "CLOSE_CONTACT", "eventClass": "secondary", "occurredOn": "2022-11-24"}
    check = await community.send(page.form("/events/new"), stage="check", **chosen)
    assert "方案中的类别 次密接（密切接触者）" in check.words.replace("类别次", "类别 次")
    await community.send(check.form("/events/new"), stage="commit")
    assert api.calls[0][1]["eventClass"] == "secondary"
    await community.send(page.form("/events/new"), stage="commit", kind="CASE", occurredOn="2022-11-24")
    assert api.calls[1][1]["eventClass"] is None


async def test_unfinished_event_is_asked_again_with_the_input_kept(api: FakeApi, visitor: Visiting) -> None:
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-01/events/new")).form("/events/new")
    page = await community.send(form, occurredOn="yesterday", externalId="CDC-88", stage="check")
    assert page.status == 422
    assert "请选择事件类型。" in page.words
    assert "请填写发生日期。" in page.words
    assert page.form("/events/new").fields["externalId"] == "CDC-88"
    assert api.calls == []


async def test_work_is_logged(api: FakeApi, visitor: Visiting) -> None:
    """B-i, B-m, B-n: the logs the machine checks rest on."""
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-01/logs/new")).form("/logs/new")
    assert (await community.send(form, kind="test_round", peopleDue="一百")).status == 422
    assert api.calls == []
    assert (await community.send(form, kind="test_round", peopleDue="138", peopleTested="138")).status == 303
    assert api.calls[0][1]["peopleTested"] == 138
