"""The pages of daily work: worklist, self-assessment, signatures, units, events, logs."""

import re
from collections.abc import Callable

from tests.admin_ui.pages import DRAFT
from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor, signatories

Visiting = Callable[[str | None], Visitor]


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


async def test_self_assessment_sends_what_was_attested(own: Api, visitor: Visiting) -> None:
    """B-W4: self-assessment against the standard."""
    leader = visitor("leader")
    form = (await leader.get(f"/admin/applications/{DRAFT}/assessment")).form("/assessment")
    done = await leader.send(
        form, **{"met.B-j": "no", "note.B-j": "仍在走访", "met.B-p": "yes", "note.B-p": "邻里互助"}
    )
    assert done.status == 303
    ((name, sent),) = own.calls
    said = {one["criterion"]: one for one in sent["attestations"]}
    assert name == "assessApplication"
    assert said["B-j"] == {"criterion": "B-j", "met": False, "note": "仍在走访"}
    assert said["B-p"] == {"criterion": "B-p", "met": True, "note": "邻里互助"}
    assert "B-a" not in said
    assert "仍在走访" in (await leader.get(f"/admin/applications/{DRAFT}/assessment")).text


async def test_words_without_an_answer_are_not_dropped(own: Api, visitor: Visiting) -> None:
    """Nothing is ticked in advance: whoever writes a note alone is asked to choose, and what was written stays."""
    leader = visitor("leader")
    form = (await leader.get(f"/admin/applications/{DRAFT}/assessment")).form("/assessment")
    page = await leader.send(form, **{"met.B-j": "no", "note.B-p": "邻里互助"})
    assert (page.status, own.calls) == (422, [])
    assert 'href="#met.B-p"' in page.text
    assert "请一并选择“符合”或“不符合”" in page.words
    assert "邻里互助" in page.text


async def test_refused_statement_points_at_its_criterion(api: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(f"/admin/applications/{DRAFT}/assessment")).form("/assessment")
    page = await leader.send(form, **{"met.B-j": "yes", "note.B-j": "很长" * 600})
    assert page.status == 422
    assert 'href="#note.B-j"' in page.text
    assert 'id="note.B-j-wrong"' in page.text
    assert [name for name, _ in api.calls] == ["assessApplication"]


async def test_figure_that_is_no_number_is_asked_again(api: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(f"/admin/applications/{DRAFT}/assessment")).form("/assessment")
    page = await leader.send(form, **{"sampleSize.B-j": "三十", "met.B-j": "yes"})
    assert page.status == 422
    assert "抽样人数应填整数。" in page.words
    assert api.calls == []


async def test_only_touched_households_are_recorded(own: Api, visitor: Visiting) -> None:
    """B-k: signatures are recorded by household, with the one who signed."""
    leader = visitor("leader")
    page = await leader.get("/admin/units/WL-JYY-03/petition")
    form, door = page.form("/petition"), leader.ids["door_11-2"]
    signatory = signatories(page, door)[0]
    given = {"answer": "SIGNED_BY_PROXY", "signatory": signatory, "authorisation": "WT-7"}
    done = await leader.send(form, **{f"{part}.{door}": value for part, value in given.items()})
    assert (done.status, done.location) == (303, "/t/qijiang/admin/units/WL-JYY-03/petition?show=open")
    ((name, sent),) = own.calls
    assert name == "recordPetitionAnswers"
    assert sent["expectedRevision"] == int(form.fields["revision"])
    assert sent["answers"] == [{"household": door, **given}]


async def test_untouched_signing_form_is_asked_again(api: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get("/admin/units/WL-JYY-03/petition")).form("/petition")
    page = await leader.send(form)
    assert page.status == 422
    assert "没有要登记的答复。" in page.words
    assert 'href="#answers"' not in page.text
    assert api.written == []


async def test_refused_signature_points_at_its_household_and_keeps_the_choice(
    api: Api, visitor: Visiting
) -> None:
    leader = visitor("leader")
    page = await leader.get("/admin/units/WL-JYY-03/petition")
    form, door = page.form("/petition"), leader.ids["door_11-2"]
    signatory = signatories(page, door)[0]
    given = {f"answer.{door}": "SIGNED_BY_PROXY", f"signatory.{door}": signatory}
    refused = await leader.send(form, **given)
    assert refused.status == 422
    assert f'href="#authorisation.{door}"' in refused.text
    assert f'<option value="{signatory}" selected>' in refused.text
    assert [name for name, _ in api.calls] == ["recordPetitionAnswers"]


async def test_vacancy_is_checked_before_it_is_confirmed(own: Api, visitor: Visiting) -> None:
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-03/petition?show=claimed")).form("/vacancy")
    check = await community.send(form, stage="check")
    assert "6-2" in check.words
    assert own.calls == []
    assert (await community.send(check.form("/vacancy"), stage="commit")).status == 303
    assert own.calls[0][0] == "confirmVacancy"
    assert own.calls[0][1]["household"] == community.ids["door_6-2"]


async def test_lost_name_says_why_and_how_to_regain_it(visitor: Visiting) -> None:
    page = await visitor("community").get("/admin/units/WL-JYY-04")
    assert "名称已取消" in page.words
    assert "辖内报告确诊病例（依据 B-a）" in page.words
    assert "如何重新取得" in page.words
    assert "近8天无疫情病例 B-a：还差5天，无新增时2022-11-30起达标" in page.words


async def test_households_are_masked_and_withheld_from_those_who_do_not_keep_them(visitor: Visiting) -> None:
    assert "**" in (await visitor("community").get("/admin/units/WL-JYY-01")).words
    assert "您的角色不查看住户名册。" in (await visitor("commission").get("/admin/units/WL-JYY-01")).words


async def test_application_and_petition_begin_on_the_unit_page(own: Api, visitor: Visiting) -> None:
    keeper = visitor("keeper")
    page = await keeper.get("/admin/units/B2")
    created = await keeper.send(page.form("/applications"))
    opened = await keeper.send(page.form("/petitions"))
    assert (created.status, opened.status) == (303, 303)
    assert "/admin/applications/" in created.location
    assert opened.location == "/t/qijiang/admin/units/B2/petition"
    (first, second) = own.calls
    assert (first[0], second[0]) == ("createApplication", "openPetition")
    assert first[1]["idempotencyKey"] != second[1]["idempotencyKey"]
    assert first[1]["unit"] == keeper.ids["B2"]


async def test_refused_beginning_is_told_on_the_unit_page(own: Api, visitor: Visiting) -> None:
    """Somebody else was faster."""
    keeper, other = visitor("keeper"), visitor("keeper")
    form = (await other.get("/admin/units/B2")).form("/applications")
    assert (await keeper.send((await keeper.get("/admin/units/B2")).form("/applications"))).status == 303
    page = await other.send(form)
    assert page.status == 422
    assert "该单元已有办理中的申请。" in page.words
    assert own.written == ["createApplication"]


async def test_event_is_checked_with_the_names_at_stake_before_it_is_reported(
    own: Api, visitor: Visiting
) -> None:
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-01/events/new")).form("/events/new")
    check = await community.send(form, kind="CASE", occurredOn="2022-11-24", stage="check")
    assert "九龙嘉苑1号楼（无疫-" in check.words
    assert "取消名称：辖内报告确诊病例（B-a），自 2022年11月25日；2022年12月3日 起不再受此影响" in check.words
    assert re.search("街道（镇）[1-9][0-9]*人", check.words)
    assert "2022年11月24日" in check.words
    assert own.calls == []
    done = await community.send(check.form("/events/new"), stage="commit")
    assert (done.status, done.location) == (303, "/t/qijiang/admin/units/WL-JYY-01")
    sent = own.calls[0][1]
    assert (sent["kind"], sent["occurredOn"], sent["reportedOn"]) == ("CASE", "2022-11-24", "2022-11-25")
    assert sent["inCentralQuarantine"] is False
    assert sent["preview"] == check.form("/events/new").fields["preview"]
    assert "名称已取消" in (await community.get("/admin/units/WL-JYY-01")).words


async def test_event_is_reported_under_a_class_of_the_guideline(own: Api, visitor: Visiting) -> None:
    community = visitor("community")
    page = await community.get("/admin/units/WL-JYY-01/events/new")
    assert "次密接（密切接触者）" in page.words
    chosen = {"kind": "CLOSE_CONTACT", "eventClass": "second_contact", "occurredOn": "2022-11-24"}
    check = await community.send(page.form("/events/new"), stage="check", **chosen)
    assert "方案中的类别 次密接（密切接触者）" in check.words.replace("类别次", "类别 次")
    await community.send(check.form("/events/new"), stage="commit")
    assert own.calls[0][1]["eventClass"] == "second_contact"
    await community.send(page.form("/events/new"), stage="commit", kind="CASE", occurredOn="2022-11-24")
    assert own.calls[1][1]["eventClass"] is None


async def test_unfinished_event_is_asked_again_with_the_input_kept(api: Api, visitor: Visiting) -> None:
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-01/events/new")).form("/events/new")
    page = await community.send(form, occurredOn="yesterday", externalId="CDC-88", stage="check")
    assert page.status == 422
    assert "请选择事件类型。" in page.words
    assert "请填写发生日期。" in page.words
    assert page.form("/events/new").fields["externalId"] == "CDC-88"
    assert api.calls == []


async def test_work_is_logged(own: Api, visitor: Visiting) -> None:
    """B-i, B-m, B-n: the logs the machine checks rest on."""
    community = visitor("community")
    form = (await community.get("/admin/units/WL-JYY-01/logs/new")).form("/logs/new")
    wrong = await community.send(form, kind="test_round", peopleDue="一百", performedOn="昨天")
    assert (wrong.status, own.calls) == (422, [])
    assert 'href="#peopleDue"' in wrong.text
    assert 'href="#performedOn"' in wrong.text
    unknown = await community.send(form, kind="")
    assert (unknown.status, 'href="#kind"' in unknown.text) == (422, True)
    assert (await community.send(form, kind="test_round", peopleDue="138", peopleTested="138")).status == 303
    assert own.calls[-1][1]["peopleTested"] == 138
    assert own.written == ["recordUnitLog"]
