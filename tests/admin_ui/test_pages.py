"""What holds for every page: policy, no inline code, one operation, sign-in, failures in plain words."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest

from admin_ui.assets import ASSETS
from admin_ui.security import CONTENT_SECURITY_POLICY
from tests.admin_ui.pages import PAGES, PageToVisit
from tests.admin_ui.recording import Api
from tests.admin_ui.stage import Scene
from tests.admin_ui.visitor import Page, Visitor

Visiting = Callable[[str | None], Visitor]
Looked = dict[str, tuple[Page, int]]
HTMX_SHA256 = "491955cd1810747d7d7b9ccb936400afb760e06d25d53e4572b64b6563b2784e"
OFFICIAL = [page for page in PAGES if page.official]


@pytest.fixture(scope="module")
def looked() -> Looked:
    """Keep each page as it was found, with how often the API was asked for it: nothing here writes."""
    return {}


async def look(looked: Looked, api: Api, visitor: Visiting, page: PageToVisit) -> tuple[Page, int]:
    """Visit a page, once for all that is looked at."""
    if page.name not in looked:
        looked[page.name] = await visitor(page.official).get(page.path), api.asked
    return looked[page.name]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
async def test_page_is_served_under_the_policy(
    api: Api, visitor: Visiting, looked: Looked, page: PageToVisit
) -> None:
    found, _ = await look(looked, api, visitor, page)
    assert found.status == page.status
    assert found.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert found.headers["cache-control"] == "no-store"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", found.text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", found.text))
    assert not re.search(r"(?:href|src|action)=\"(?:https?:)?//", found.text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
async def test_page_asks_once_and_shows_what_it_asked(
    api: Api, visitor: Visiting, looked: Looked, page: PageToVisit
) -> None:
    found, asked = await look(looked, api, visitor, page)
    assert asked == 1
    assert ("query " in found.text) is (page.status == 200 or page.name == "status-unknown")


@pytest.mark.parametrize("page", OFFICIAL, ids=lambda page: page.name)
async def test_page_asks_to_sign_in_and_leads_back(
    visitor: Visiting, scene: Scene, page: PageToVisit
) -> None:
    stranger = Visitor(visitor(None).client, scene.mounts[str(page.official)], scene.ids)
    refused = await stranger.get(page.path)
    assert refused.status == 303
    back = quote(stranger.address("/admin/"), safe="")
    assert refused.location.startswith(f"{stranger.mount}/admin/sign-in?next={back}")


async def test_failure_of_the_api_is_told_with_its_trace_id_and_nothing_else(
    api: Api, visitor: Visiting
) -> None:
    extensions = {"code": "UNAVAILABLE", "fix": "请稍后重试。", "traceId": "0f3a"}
    api.failure = {"data": None, "errors": [{"message": "服务暂不可用。", "extensions": extensions}]}
    found = await visitor("leader").get("/admin/worklist")
    assert found.status == 503
    assert "服务暂不可用。" in found.words
    assert "请稍后重试。" in found.words
    assert "0f3a" in found.words


@pytest.mark.parametrize(
    ("code", "status"),
    [("UNAUTHENTICATED", 303), ("TENANT_MISMATCH", 303), ("TENANT_UNKNOWN", 404), ("INTERNAL", 500)],
)
async def test_refusal_of_the_edge_becomes_a_page(
    api: Api, visitor: Visiting, code: str, status: int
) -> None:
    api.failure = {"errors": [{"message": "x", "extensions": {"code": code}}]}
    assert (await visitor("leader").get("/admin/worklist")).status == status


async def test_unknown_record_and_address_are_not_found(visitor: Visiting) -> None:
    for path in (
        "/admin/applications/nothing",
        "/admin/applications/{foreign_Application}",
        "/admin/units/nothing",
        "/units/nothing",
        "/nothing",
    ):
        assert (await visitor("leader").get(path)).status == 404


def test_htmx_is_the_file_we_reviewed() -> None:
    assert ASSETS["htmx.min.js"].digest == HTMX_SHA256


@pytest.mark.parametrize("name", sorted(ASSETS))
async def test_asset_is_served_for_good(visitor: Visiting, name: str) -> None:
    found = await visitor(None).get(f"/assets/{name}")
    assert found.status == 200
    assert "immutable" in found.headers["cache-control"]


async def test_unknown_asset_is_not_found(visitor: Visiting) -> None:
    assert (await visitor(None).get("/assets/secret.py")).status == 404


async def test_text_size_is_remembered_and_returns_to_the_page(visitor: Visiting) -> None:
    reader = visitor(None)
    answer = await reader.get("/display/text?size=large&back=/t/qijiang/units/WL-JYY-01")
    assert (answer.status, answer.location) == (303, "/t/qijiang/units/WL-JYY-01")
    assert 'class="large-text"' in (await reader.get("/units/WL-JYY-01")).text
    away = await reader.get("/display/text?size=normal&back=//elsewhere.test/")
    assert away.location == "/t/qijiang/units"
    assert 'class="large-text"' not in (await reader.get("/units/WL-JYY-01")).text
