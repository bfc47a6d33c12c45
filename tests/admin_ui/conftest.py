"""A fresh fake API for each test, and a client that is signed in as whoever the test names."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from admin_ui.app import create_admin_ui
from tests.admin_ui.fake import FakeApi
from tests.admin_ui.visitor import Visitor

MOUNT = "/t/qijiang"


@pytest.fixture
def api() -> FakeApi:
    """Give an API that answers from memory."""
    return FakeApi()


@pytest.fixture
async def visitor(api: FakeApi) -> AsyncIterator[Callable[[str | None], Visitor]]:
    """Give a way to visit as an official, or as a citizen (None)."""
    app = Starlette(routes=[Mount("/t/{slug}", create_admin_ui(api.execute, api, secure_cookies=False))])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://district.test"
    ) as client:

        def visit(username: str | None) -> Visitor:
            client.cookies.clear()
            if username:
                api.signed_in.add(f"token-{username}")
                client.cookies.set("wuyi.t.qijiang.session", f"token-{username}", domain="district.test")
            return Visitor(client, MOUNT)

        yield visit
