"""Guidelines without a script: versions with their days, texts checked line by line, publishing, withdrawing."""

import re
from collections.abc import Callable

import pytest

from tests.admin_ui.recording import Api, refusal
from tests.admin_ui.scheme import own_source
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
DRAFTS = "/admin/guidelines/drafts"
OWN, FOREIGN, BROKEN = "{draft}", "{foreign_draft}", "{broken_draft}"
SOURCE = own_source()


async def test_versions_are_listed_with_their_standing_and_days(visitor: Visiting) -> None:
    page = await visitor("leader").get("/admin/guidelines")
    for words in (
        "待施行",
        "施行中",
        "已撤回",
        "不再施行",
        "2022年11月20日 至 2022年11月21日",
        "2022年12月20日 起",
    ):
        assert words in page.words
    assert not page.links(DRAFTS)
    assert (await visitor("commission").get("/admin/guidelines")).links(DRAFTS)


async def test_a_version_says_what_it_says_and_what_it_changed(visitor: Visiting) -> None:
    page = await visitor("leader").get("/admin/guidelines/versions/2")
    assert "B-a 近8天无疫情病例：近 14 天无确诊病例" in page.words
    assert "的天数由“8”改为“14”，更严" in page.words
    assert "更严" in page.words
    assert "没有不同。" in (await visitor("leader").get("/admin/guidelines/versions/1")).words
    assert "您的角色不能办理此事项。" in page.words
    assert not any(form.action.endswith("/withdraw") for form in page.forms)


@pytest.mark.parametrize("number", ["9", "0x1", "٣", "99999999999999999999"])
async def test_a_number_that_is_no_version_is_not_found(visitor: Visiting, number: str) -> None:
    assert (await visitor("leader").get(f"/admin/guidelines/versions/{number}")).status == 404


async def test_a_version_is_withdrawn_with_a_reason_after_a_check(own: Api, visitor: Visiting) -> None:
    chief = visitor("headquarters")
    form = (await chief.get("/admin/guidelines/versions/5")).form("/withdraw")
    mute = await chief.send(form, stage="check")
    nothing = await chief.send(mute.form("/withdraw"), stage="commit")
    assert nothing.status == 422
    assert "请填写撤回理由。" in nothing.words
    assert 'href="#reason"' in nothing.text
    check = await chief.send(form, reason="标准有误", stage="check")
    assert "撤回第 5 版" in check.words
    assert own.written == []
    done = await chief.send(check.form("/withdraw"), stage="commit")
    assert done.status == 303
    name, sent = own.calls[-1]
    assert name == "withdrawGuideline"
    assert (sent["number"], sent["reason"]) == (5, "标准有误")
    refused = await chief.send(check.form("/withdraw"), stage="commit", key="k" * 20)
    assert refused.status == 422
    assert "标准有误" in refused.text
    assert own.written == ["withdrawGuideline"]


async def test_drafts_are_unknown_to_who_does_not_draft(visitor: Visiting) -> None:
    assert "起草方案" in (await visitor("commission").get(DRAFTS)).words
    page = await visitor("leader").get(f"{DRAFTS}/new")
    assert "您的角色不能办理此事项。" in page.words
    assert "source" not in page.names


def line_of(source: str, text: str) -> int:
    """Number the first line of a source that begins with a text."""
    return next(number for number, line in enumerate(source.splitlines(), 1) if line.strip().startswith(text))


async def test_a_text_is_checked_line_by_line_and_not_kept(api: Api, visitor: Visiting) -> None:
    """Every fault with its line, path, what is wrong and what helps; warnings apart; the text stays."""
    clerk = visitor("commission")
    form = (await clerk.get(f"{DRAFTS}/new")).form("/new")
    wrong = SOURCE.replace("unit_kinds:", "unit_kindz:")
    page = await clerk.upload(form, "", b"", source=wrong, stage="check")
    assert page.status == 200
    assert re.search("文本中的错误 [1-9][0-9]* 处，改正后才能发布", page.words)
    assert "方案格式中没有 unit_kindz 这个键。 是不是 unit_kinds？" in page.words
    assert f"第 {line_of(wrong, 'unit_kindz:')} 行第 1 列 unit_kindz" in page.words
    assert "processes[0].unit_kindz" in page.words
    assert "unit_kindz:" in page.text.partition("<textarea")[2]
    right = await clerk.upload(form, "", b"", source=SOURCE, stage="check")
    assert "文本没有错误，有 1 处提醒，尚未保存。" in right.words
    assert "提醒 1 处，不妨碍发布" in right.words
    assert "criteria[4].applies_to" in right.words
    assert api.calls == []


async def test_a_text_is_kept_as_a_draft_from_the_field_or_a_file(own: Api, visitor: Visiting) -> None:
    clerk = visitor("commission")
    page = await clerk.get(f"{DRAFTS}/new?from=2")
    assert "unit_kinds:" in page.text.partition("<textarea")[2]
    form = page.form("/new")
    done = await clerk.upload(form, "", b"", source=SOURCE.replace("\n", "\r\n"), stage="keep")
    assert done.status == 303
    name, sent = own.calls[-1]
    assert name == "draftGuideline"
    assert sent["source"] == SOURCE
    assert "draft" not in sent
    await clerk.upload(form, "own.yaml", "标题：一\n".encode(), source="other", stage="keep")
    assert own.calls[-1][1]["source"] == "标题：一\n"
    assert own.written == ["draftGuideline"]


async def test_a_refused_draft_lists_its_faults_and_keeps_the_text(api: Api, visitor: Visiting) -> None:
    clerk = visitor("commission")
    form = (await clerk.get(f"{DRAFTS}/new")).form("/new")
    page = await clerk.upload(form, "", b"", source="unit_kindz: 1\n", stage="keep")
    assert page.status == 422
    assert "文本有错误，未能保存。" in page.words
    assert "第 1 行第 1 列 unit_kindz" in page.words
    assert "unit_kindz: 1" in page.text.partition("<textarea")[2]
    full = refusal("未结的草案太多。", code="TOO_MANY_ITEMS", fix="请先废弃一份。")
    api.refusals["draftGuideline"] = [full]
    page = await clerk.upload(form, "", b"", source=SOURCE, stage="keep")
    assert "未结的草案太多。" in page.words
    assert "文本没有错误" not in page.words


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("", b"", "请粘贴方案文本，或选择文件。"),
        ("own.yaml", "标题".encode("gb18030"), "文件不是 UTF-8 编码的文本"),
        ("own.yaml", b"a" * 400_001, "文件太大"),
    ],
)
async def test_what_is_no_text_is_said_before_it_is_kept(
    api: Api, visitor: Visiting, name: str, content: bytes, words: str
) -> None:
    clerk = visitor("commission")
    form = (await clerk.get(f"{DRAFTS}/new")).form("/new")
    page = await clerk.upload(form, name, content, source="", stage="keep")
    assert page.status == 422
    assert words in page.words
    assert api.calls == []


async def test_ones_own_draft_is_changed_from_the_revision_that_was_read(own: Api, visitor: Visiting) -> None:
    clerk = visitor("commission")
    assert "修改草案" in (await clerk.get(f"{DRAFTS}/{OWN}")).words
    form = (await clerk.get(f"{DRAFTS}/{OWN}/text")).form("/text")
    done = await clerk.upload(form, "", b"", source=SOURCE, stage="keep")
    assert done.status == 303
    sent = own.calls[-1][1]
    assert (sent["draft"], sent["expectedRevision"]) == (clerk.ids["draft"], int(form.fields["revision"]))
    foreign = await clerk.get(f"{DRAFTS}/{FOREIGN}")
    assert not [address for address in foreign.links("/drafts/") if address.endswith("/text")]
    assert "该草案由他人起草。" in foreign.words
    assert "source" not in (await clerk.get(f"{DRAFTS}/{FOREIGN}/text")).names


async def test_a_draft_is_published_for_its_days_after_a_check(own: Api, visitor: Visiting) -> None:
    chief = visitor("headquarters")
    form = (await chief.get(f"{DRAFTS}/{OWN}")).form("/publish")
    wrong = await chief.send(form, stage="check", effectiveFrom="soon")
    assert "请按 2022-12-01 的样式填写日期。" in wrong.words
    days = {"effectiveFrom": "2022-12-01", "effectiveUntil": "2022-12-31"}
    names = {"standingNames.treatment": "REASSESS", "standingNames.withinDays": "soon"}
    assert "期限请填写整数天。" in (await chief.send(form, stage="check", **days, **names)).words
    names["standingNames.withinDays"] = "30"
    check = await chief.send(form, stage="check", **days, **names)
    assert "已有名称限期按新方案重新评估：30天内" in check.words.replace(" ", "")
    assert "推演：名称不保未推演" in check.words.replace(" ", "")
    assert "施行日期2022年12月1日" in check.words.replace(" ", "")
    assert re.search("[1-9][0-9]*处不同", check.words.replace(" ", ""))
    assert own.calls == []
    past = await chief.send(check.form("/publish"), stage="commit", effectiveFrom="2022-11-01")
    assert (past.status, 'href="#effectiveFrom"' in past.text) == (422, True)
    done = await chief.send(check.form("/publish"), stage="commit")
    assert done.location.endswith("/admin/guidelines/versions/6")
    name, sent = own.calls[-1]
    assert name == "publishGuideline"
    assert (sent["draft"], sent["expectedRevision"]) == (chief.ids["draft"], int(form.fields["revision"]))
    assert {day: sent[day] for day in days} == days
    assert sent["standingNames"] == {"treatment": "REASSESS", "withinDays": 30}


async def test_what_was_chosen_for_names_is_taken_back_with_a_reason(own: Api, visitor: Visiting) -> None:
    """The version's page tells the choice, its day and its counts; until the day it offers to take it back."""
    chief = visitor("headquarters")
    form = (await chief.get(f"{DRAFTS}/{OWN}")).form("/publish")
    names = {"standingNames.treatment": "APPLY", "standingNames.applyOn": "2022-12-05"}
    check = await chief.send(form, stage="check", effectiveFrom="2022-12-01", **names)
    assert "此日之前可以撤销" in check.words
    assert (await chief.send(check.form("/publish"), stage="commit")).status == 303
    page = await chief.get("/admin/guidelines/versions/6")
    assert "自某日起一律按新方案认定：2022年12月5日" in page.words
    undo = page.form("/names/undo")
    mute = await chief.send(undo, undoReason=" ")
    assert (mute.status, 'href="#undoReason"' in mute.text) == (422, True)
    done = await chief.send(undo, undoReason="先行宣传")
    assert (done.status, own.calls[-1][1]["reason"]) == (303, "先行宣传")
    page = await chief.get("/admin/guidelines/versions/6")
    assert "撤销理由：先行宣传" in page.words
    assert not any(form.action.endswith("/names/undo") for form in page.forms)


async def test_what_was_chosen_for_names_is_chosen_anew(own: Api, visitor: Visiting) -> None:
    """With faults at their fields and a check before, on the version's own page; every decision is told."""
    chief = visitor("headquarters")
    form = (await chief.get(f"{DRAFTS}/{OWN}")).form("/publish")
    names = {"standingNames.treatment": "KEEP"}
    check = await chief.send(form, stage="check", effectiveFrom="2022-12-01", **names)
    assert (await chief.send(check.form("/publish"), stage="commit")).status == 303
    address = "/admin/guidelines/versions/6"
    assert "/names" not in {each.action[-6:] for each in (await visitor("leader").get(address)).forms}
    page = await chief.get(address)
    form, asked = page.form("/names"), {"standingNames.treatment": "REASSESS"}
    mute = await chief.send(form, stage="check")
    assert (mute.status, "请选择已有名称如何处理。" in mute.words) == (422, True)
    for within, field in (("soon", "standingNames.withinDays"), ("0", "standingNames.withinDays")):
        wrong = {**asked, "standingNames.withinDays": within, "namesReason": "各镇街已完成宣传"}
        told = await chief.send(form, stage="check", **wrong)
        assert (told.status, f'href="#{field}"' in told.text) == (422, True)
    wanted = {**asked, "standingNames.withinDays": "30"}
    mute = await chief.send(form, stage="check", **wanted)
    assert (mute.status, 'href="#namesReason"' in mute.text) == (422, True)
    check = await chief.send(form, stage="check", **wanted, namesReason="各镇街已完成宣传")
    assert "限期按新方案重新评估：30 天内" in check.words
    assert "2022年12月31日" in check.words
    assert own.written == ["publishGuideline"]
    back = await chief.send(check.form("/names"), stage="edit")
    assert "各镇街已完成宣传" in back.text
    done = await chief.send(check.form("/names"), stage="commit")
    assert done.status == 303
    assert own.written == ["publishGuideline", "decideStandingNames"]
    after = await chief.get(address)
    assert "历次决定（2）" in after.words
    assert "理由：各镇街已完成宣传" in after.words
    late = await chief.send(check.form("/names"), stage="commit", key="k" * 20)
    assert (late.status, "请刷新后重试" in late.words) == (422, True)


async def test_a_version_is_simulated_from_its_page(own: Api, visitor: Visiting) -> None:
    chief = visitor("headquarters")
    page = await chief.get("/admin/guidelines/versions/5")
    assert "尚未推演此版。" in page.words
    begun = await chief.send(page.form("/names/simulate"))
    assert "/admin/simulations/" in begun.location
    assert own.calls[-1][1]["version"] == 5
    again = await chief.get("/admin/guidelines/versions/5")
    assert "推演尚未完成。" in again.words
    assert "simulation" not in again.form("/names").fields


async def test_a_draft_is_simulated_from_its_page(own: Api, visitor: Visiting) -> None:
    chief = visitor("headquarters")
    page = await chief.get(f"{DRAFTS}/{OWN}")
    assert "尚未推演这份草案。" in page.words
    begun = await chief.send(page.form("/simulate"))
    assert begun.status == 303
    assert "/admin/simulations/" in begun.location
    assert own.calls[-1][0] == "startSimulation"
    again = await chief.get(f"{DRAFTS}/{OWN}")
    assert "推演尚未完成。" in again.words
    assert "simulation" not in again.form("/publish").fields


async def test_a_draft_that_may_not_be_published_tells_why(visitor: Visiting) -> None:
    """Two people for every version; and what its scenarios find stands with the line."""
    chief = visitor("headquarters")
    own = await chief.get(f"{DRAFTS}/{FOREIGN}")
    assert "您已参与申报、起草或审核，不能再作决定。" in own.words
    broken = await chief.get(f"{DRAFTS}/{BROKEN}")
    assert "文本有 1 处错误。" in broken.words
    assert f"第 {line_of(SOURCE, 'expect: {met: true}')} 行第 14 列 scenarios[2].expect.met" in broken.words
    assert not any(form.action.endswith("/publish") for page in (own, broken) for form in page.forms)


async def test_a_draft_is_discarded(own: Api, visitor: Visiting) -> None:
    clerk = visitor("commission")
    form = (await clerk.get(f"{DRAFTS}/{OWN}")).form("/discard")
    stale = await clerk.send(form, revision="9")
    assert (stale.status, "请刷新后重试" in stale.words) == (422, True)
    done = await clerk.send(form)
    assert done.status == 303
    assert own.calls[-1][0] == "discardGuidelineDraft"
    assert own.calls[-1][1]["expectedRevision"] == int(form.fields["revision"])
    assert "草案已废弃。" in (await clerk.get(DRAFTS)).words
