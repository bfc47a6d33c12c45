"""Files on the page of the self-assessment: listed, uploaded and given out by plain forms."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from tests.admin_ui.district import Json
from tests.admin_ui.fake import FakeApi
from tests.admin_ui.pages import DRAFT
from tests.admin_ui.visitor import FormOnPage, Page, Visitor

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
    assert "2022-11-23，180.0 KB，SHA-256 9f9f9f9f9f9f" in page.words
    assert "误传.jpg" not in page.words
    assert page.links("/admin/evidence/F-1")
    assert [form.fields["requirement"] for form in forms(page)] == ["photo", "record"]
    assert 'enctype="multipart/form-data"' in page.text


async def test_a_file_is_sent_with_its_place_and_day(api: FakeApi, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = forms(await leader.get(PAGE))[0]
    done = await leader.upload(form, "大厅.jpg", b"picture", takenOn="2022-11-24")
    assert (done.status, unquote(done.location)) == (303, f"/t/qijiang{PAGE}")
    ((name, sent),) = api.calls
    assert name == "upload"
    assert sent.pop("idempotencyKey") == form.fields["key"]
    assert sent.pop("unit") == form.fields["unit"]
    expected = {"criterion": "B-h", "requirement": "photo", "takenOn": "2022-11-24"}
    assert sent == {**expected, "name": "大厅.jpg", "bytes": 7}
    assert "材料已上传" in (await leader.get(PAGE)).words


async def test_each_form_has_a_key_of_its_own(visitor: Visiting) -> None:
    keys = [form.fields["key"] for form in forms(await visitor("leader").get(PAGE))]
    assert len(set(keys)) == len(keys)
    assert all(len(key) <= 100 for key in keys)


@pytest.mark.parametrize(
    ("field", "control"),
    [("file", "file.B-h.photo"), ("takenOn", "takenOn.B-h.photo"), ("", "file.B-h.photo")],
)
async def test_a_refusal_points_at_its_form(
    api: FakeApi, visitor: Visiting, field: str, control: str
) -> None:
    leader = visitor("leader")
    form = forms(await leader.get(PAGE))[0]
    api.refusals["upload"] = [refusal("EVIDENCE_UNREADABLE", "图片不完整或已损坏。", *filter(None, [field]))]
    page = await leader.upload(form, "大厅.jpg", b"picture", takenOn="2022-11-24")
    assert page.status == 422
    assert f'href="#{control}"' in page.text
    assert f'id="{control}-wrong"' in page.text
    assert 'value="2022-11-24"' in page.text
    assert "请换一个文件。" in page.words


async def test_no_file_is_asked_again(api: FakeApi, visitor: Visiting) -> None:
    leader = visitor("leader")
    page = await leader.upload(forms(await leader.get(PAGE))[0], "", b"", takenOn="2022-11-24")
    assert page.status == 422
    assert "请选择要上传的文件。" in page.words
    assert api.calls == []


async def test_a_foreign_form_is_refused(api: FakeApi, visitor: Visiting) -> None:
    """Against forgery: the token of the form is the session's, and only a form with a file is taken."""
    leader = visitor("leader")
    form = forms(await leader.get(PAGE))[0]
    assert (await leader.upload(form, "a.jpg", b"x", csrf="forged")).status == 403
    assert (await leader.send(form)).status == 415
    assert api.calls == []


async def test_a_file_out_of_the_area_is_not_found(api: FakeApi, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = forms(await leader.get(PAGE))[0]
    api.refusals["upload"] = [refusal("OUTSIDE_AREA", "该单元不在您的辖区内。")]
    assert (await leader.upload(form, "a.jpg", b"x", takenOn="2022-11-24")).status == 404


async def test_files_are_given_out_to_who_is_signed_in(visitor: Visiting) -> None:
    leader = visitor("leader")
    found = await leader.get("/admin/evidence/F-1")
    assert (found.status, found.headers["content-disposition"]) == (200, "attachment")
    assert found.headers["x-content-type-options"] == "nosniff"
    assert (await leader.get("/admin/evidence/F-9")).status == 404
    stranger = await visitor(None).get("/admin/evidence/F-1")
    assert "/admin/sign-in" in stranger.location


async def test_a_statement_without_its_files_points_at_them(api: FakeApi, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(PAGE)).form("/assessment")
    order = [name.removeprefix("met.") for name in form.fields if name.startswith("met.")]
    api.refusals["assessApplication"] = [
        {
            "code": "EVIDENCE_REQUIRED",
            "message": "B-h 现场照片还差1份。",
            "field": ["attestations", str(order.index("B-h")), "evidence", "photo"],
            "fix": "请补齐。",
            "details": [],
        }
    ]
    page = await leader.send(form)
    assert page.status == 422
    assert 'href="#file.B-h.photo"' in page.text
