"""Signing in and out: one message for every wrong credential, the deep link, the cookies, the form token."""

from collections.abc import Callable

import httpx
import pytest

from tests.admin_ui.office import Copies, opened
from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import FormOnPage, Page, Visitor
from tests.builders.district import PASSWORD

Visiting = Callable[[str | None], Visitor]
DEEP = "/t/qijiang/admin/units/WL-JYY-01"


async def sign_in(visitor: Visitor, username: str, password: str, target: str = DEEP) -> Page:
    page = await visitor.get(f"/admin/sign-in?next={target}")
    return await visitor.send(page.form("/sign-in"), username=username, password=password)


async def test_sign_in_leads_to_the_deep_link_with_a_session_scripts_cannot_read(visitor: Visiting) -> None:
    answer = await sign_in(visitor(None), "leader", PASSWORD)
    assert (answer.status, answer.location) == (303, DEEP)
    cookie = next(value for value in answer.headers.get_list("set-cookie") if "session" in value)
    assert cookie.startswith("wuyi.t.qijiang.session=wys_")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


async def test_sign_in_shows_the_district(visitor: Visiting) -> None:
    assert "綦江区" in (await visitor(None).get("/admin/sign-in")).words


async def test_wrong_user_and_wrong_password_read_the_same_and_keep_the_name(visitor: Visiting) -> None:
    wrong = [
        await sign_in(visitor(None), "nobody", PASSWORD),
        await sign_in(visitor(None), "leader", "guess"),
    ]
    assert [page.status for page in wrong] == [422, 422]
    assert all("用户名或密码不正确。" in page.words for page in wrong)
    assert wrong[0].form("/sign-in").fields["username"] == "nobody"
    assert all("guess" not in page.text for page in wrong)
    assert wrong[1].form("/sign-in").fields["next"] == DEEP


@pytest.mark.parametrize(
    "target", ["//evil.test/t/qijiang/", "https://evil.test/", "/t/other/admin", "/t/qijiang/\\evil", ""]
)
async def test_sign_in_leads_nowhere_else(visitor: Visiting, target: str) -> None:
    answer = await sign_in(visitor(None), "leader", PASSWORD, target)
    assert (answer.status, answer.location) == (303, "/t/qijiang/admin/worklist")


async def test_sign_out_ends_the_session_at_the_api_and_in_the_browser(own: Api, visitor: Visiting) -> None:
    official = visitor("leader")
    page = await official.get("/admin/worklist")
    cookies = dict(official.client.cookies)
    answer = await official.send(page.form("/sign-out"))
    assert (answer.status, answer.location) == (303, "/t/qijiang/admin/sign-in")
    assert [name for name, _ in own.calls] == ["signOut"]
    assert (await official.get("/admin/worklist")).status == 303
    official.client.cookies.update(cookies)
    assert (await official.get("/admin/worklist")).status == 303


@pytest.mark.parametrize("token", ["", "0" * 64, "ü"])
async def test_form_without_the_token_of_its_browser_writes_nothing(
    own: Api, visitor: Visiting, token: str
) -> None:
    official = visitor("leader")
    form = (await official.get("/admin/worklist")).form("/sign-out")
    assert (await official.send(form, csrf=token)).status == 403
    assert own.calls == []
    assert (await official.send(form)).status == 303


async def test_form_of_another_session_writes_nothing(api: Api, visitor: Visiting) -> None:
    form = (await visitor("community").get("/admin/worklist")).form("/sign-out")
    assert (await visitor("leader").send(form)).status == 403
    assert api.calls == []


async def test_ended_session_asks_to_sign_in_when_a_form_is_sent(own: Api, visitor: Visiting) -> None:
    official = visitor("leader")
    form = (await official.get("/admin/units/WL-JYY-01/logs/new")).form("/logs/new")
    cookies = dict(official.client.cookies)
    await official.send((await official.get("/admin/worklist")).form("/sign-out"))
    official.client.cookies.update(cookies)
    answer = await official.send(form, kind="disinfection")
    assert (answer.status, answer.location) == (303, "/t/qijiang/admin/sign-in?next=")
    assert own.written == ["signOut"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x=1", "application/json", 415),
        (b"x" * 300_000, "application/x-www-form-urlencoded", 413),
        (b"\xff\xfe=1", "application/x-www-form-urlencoded", 400),
        (b"a=%FF", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=1" % at for at in range(1_500)), "application/x-www-form-urlencoded", 400),
        (b"", "", 415),
    ],
)
async def test_malformed_form_is_refused(visitor: Visiting, body: bytes, kind: str, status: int) -> None:
    client = visitor("leader").client
    answer = await client.post("/t/qijiang/admin/sign-out", content=body, headers={"content-type": kind})
    assert answer.status_code == status


async def test_address_of_a_form_cannot_be_opened(visitor: Visiting) -> None:
    assert (await visitor("leader").get("/admin/sign-out")).status == 405


async def test_over_https_the_cookies_are_bound_to_the_host(copies: Copies) -> None:
    https = {"public_url": "https://own.test", "default_tenant": "qijiang"}
    async with (
        opened(copies, "scene_https", **https) as office,
        httpx.AsyncClient(transport=httpx.ASGITransport(office.app), base_url="https://own.test") as client,
    ):
        visitor = Visitor(client, "")
        page = await visitor.get("/admin/sign-in")
        form: FormOnPage = page.form("/admin/sign-in")
        answer = await visitor.send(form, username="leader", password=PASSWORD)
        cookie = next(value for value in answer.headers.get_list("set-cookie") if "session" in value)
        assert cookie.startswith("__Host-wuyi.session=")
        assert "Secure" in cookie
        assert answer.location == "/admin/worklist"
        assert (await visitor.get("/admin/worklist")).status == 200
