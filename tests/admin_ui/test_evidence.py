"""Files on the page of the self-assessment: listed, uploaded and given out by plain forms."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest

from tests.admin_ui.pages import DRAFT
from tests.admin_ui.recording import Api, Json
from tests.admin_ui.visitor import FormOnPage, Page, Visitor
from tests.builders.evidence import photo

Visiting = Callable[[str | None], Visitor]
PAGE = f"/admin/applications/{DRAFT}/assessment"


def forms(page: Page) -> list[FormOnPage]:
    return [form for form in page.forms if form.action.endswith("/evidence")]


def refusal(code: str, message: str, *field: str) -> Json:
    extensions = {"code": code, "field": list(field), "fix": "请换一个文件。", "details": {}}
    return {"message": message, "extensions": extensions}


async def test_what_is_asked_and_what_was_brought_is_told(visitor: Visiting) -> None:
    page = await visitor("leader").get(PAGE)
    assert "现场照片" in page.words
    assert "照片（JPEG、PNG、WebP），至少 2 份，7 天内的；已上传 1 份" in page.words
    assert re.search(r"2022-11-23，\d\.\d KB，SHA-256 [0-9a-f]{12}", page.words)
    assert "误传.jpg" not in page.words
    assert page.links(f"/admin/evidence/{visitor(None).ids['kept_file']}")
    assert [form.fields["requirement"] for form in forms(page)] == ["photo", "record"]
    assert 'enctype="multipart/form-data"' in page.text


async def test_a_file_is_sent_with_its_place_and_day(own: Api, visitor: Visiting) -> None:
    leader, taken = visitor("leader"), photo(shade=120)
    form = forms(await leader.get(PAGE))[0]
    done = await leader.upload(form, "电梯.jpg", taken, takenOn="2022-11-24")
    assert (done.status, unquote(done.location)) == (303, leader.address(PAGE))
    ((name, sent),) = own.calls
    assert name == "upload"
    assert sent.pop("idempotencyKey") == form.fields["key"]
    assert sent.pop("unit") == form.fields["unit"]
    expected = {"criterion": "B-h", "requirement": "photo", "takenOn": "2022-11-24"}
    assert sent == {**expected, "name": "电梯.jpg", "bytes": len(taken)}
    page = await leader.get(PAGE)
    assert "材料已上传" in page.words
    assert "电梯.jpg" in page.words
    assert "已上传 2 份" in page.words


async def test_each_form_has_a_key_of_its_own(visitor: Visiting) -> None:
    keys = [form.fields["key"] for form in forms(await visitor("leader").get(PAGE))]
    assert len(set(keys)) == len(keys)
    assert all(len(key) <= 100 for key in keys)


@pytest.mark.parametrize(
    ("content", "day", "message", "control"),
    [
        (b"picture", "2022-11-24", "文件内容不是 JPEG、PNG、WebP 照片或 PDF 文件。", "file.B-h.photo"),
        (photo()[:-40], "2022-11-24", "图片不完整或已损坏。", "file.B-h.photo"),
        (photo(shade=120), "2022-11-26", "材料日期须为不晚于今天、十年以内的日期。", "takenOn.B-h.photo"),
        (photo(shade=120), "", "takenOn", "takenOn.B-h.photo"),
    ],
    ids=["of-no-kind", "broken", "of-tomorrow", "no-day"],
)
async def test_a_refusal_points_at_its_form(
    api: Api, visitor: Visiting, content: bytes, day: str, message: str, control: str
) -> None:
    leader = visitor("leader")
    form = forms(await leader.get(PAGE))[0]
    page = await leader.upload(form, "大厅.jpg", content, takenOn=day)
    assert page.status == 422
    assert message in page.words
    assert f'href="#{control}"' in page.text
    assert f'id="{control}-wrong"' in page.text
    assert f'value="{day}"' in page.text
    assert api.written == []


async def test_a_refusal_of_the_whole_file_points_at_the_file(api: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = forms(await leader.get(PAGE))[0]
    api.refusals["upload"] = [refusal("TOO_MANY_ITEMS", "材料已满。")]
    page = await leader.upload(form, "大厅.jpg", b"picture", takenOn="2022-11-24")
    assert 'href="#file.B-h.photo"' in page.text
    assert "请换一个文件。" in page.words


async def test_no_file_is_asked_again(api: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    page = await leader.upload(forms(await leader.get(PAGE))[0], "", b"", takenOn="2022-11-24")
    assert page.status == 422
    assert "请选择要上传的文件。" in page.words
    assert api.calls == []


async def test_a_foreign_form_is_refused(api: Api, visitor: Visiting) -> None:
    """Against forgery: the token of the form is the session's, and only a form with a file is taken."""
    leader = visitor("leader")
    form = forms(await leader.get(PAGE))[0]
    assert (await leader.upload(form, "a.jpg", b"x", csrf="forged")).status == 403
    assert (await leader.send(form)).status == 415
    assert api.calls == []


async def test_a_file_out_of_the_area_is_not_found(visitor: Visiting) -> None:
    leader = visitor("leader")
    form = forms(await leader.get(PAGE))[0]
    elsewhere = {"unit": leader.ids["B21"], "takenOn": "2022-11-24"}
    assert (await leader.upload(form, "a.jpg", photo(), **elsewhere)).status == 404


async def test_files_are_given_out_to_who_is_signed_in(visitor: Visiting) -> None:
    leader = visitor("leader")
    found = await leader.get("/admin/evidence/{kept_file}")
    assert found.status == 200
    assert found.headers["content-disposition"].startswith("attachment")
    assert found.headers["x-content-type-options"] == "nosniff"
    assert (await leader.get("/admin/evidence/{foreign_EvidenceFile}")).status == 404
    assert (await leader.get("/admin/evidence/nothing")).status == 404
    stranger = await visitor(None).get("/admin/evidence/{kept_file}")
    assert "/admin/sign-in" in stranger.location


async def test_a_statement_without_its_files_points_at_them(api: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(PAGE)).form("/assessment")
    page = await leader.send(form, **{"met.B-h": "yes"})
    assert page.status == 422
    assert "现场照片" in page.words
    assert 'href="#file.B-h.photo"' in page.text
    assert 'href="#file.B-h.record"' in page.text
    assert [name for name, _ in api.calls] == ["assessApplication"]
