"""The pages in Chromium: both widths, no script needed, reachable by keyboard, nothing from outside."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from admin_ui.visit import TEXT_SIZE_COOKIE
from tests.admin_ui.browsing import (
    CHROMIUM,
    FLAGS,
    WIDTHS,
    Watch,
    accessibility_faults,
    overflow,
    require_chromium,
    small_targets,
)
from tests.admin_ui.office import Copies, Office
from tests.admin_ui.office import opened as opened_office
from tests.admin_ui.pages import DRAFT, PAGES, REVIEW, PageToVisit
from tests.admin_ui.serving import served
from tests.admin_ui.stage import MOUNT, Scene
from tests.builders.district import PASSWORD

pytestmark = pytest.mark.browser
Opening = Callable[..., AbstractAsyncContextManager[Page]]


@pytest.fixture(scope="module")
async def base(common: Office) -> AsyncIterator[str]:
    """Serve the office of those who only read."""
    async with served(common.app) as address:
        yield address


@pytest.fixture(scope="module")
async def writable(copies: Copies) -> AsyncIterator[str]:
    """Serve an office in which the tests of this file may write, each at another place."""
    async with opened_office(copies, "scene_browser") as office, served(office.app) as address:
        yield address


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    require_chromium()
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        await chromium.close()


@pytest.fixture(scope="module")
def opening(browser: Browser, scene: Scene) -> Callable[[str], Opening]:
    """Give a way to open pages of a server as an official (signed in by the form) or a citizen."""
    return lambda address: Visits(browser, scene, address).open


@dataclass
class Visits:
    """Visits to a server; everybody signs in there once, and comes back with the browser they had."""

    browser: Browser
    scene: Scene
    address: str
    sessions: dict[str, Any] = field(default_factory=dict)
    desks: dict[str, BrowserContext] = field(default_factory=dict)

    @asynccontextmanager
    async def open(
        self,
        official: str | None,
        path: str,
        *,
        width: str = "desk",
        script: bool = True,
        watch: Watch | None = None,
    ) -> AsyncIterator[Page]:
        """Open a page."""
        mount = self.scene.mounts[official] if official else MOUNT
        if official and official not in self.sessions:
            self.sessions[official] = await self._signed_in(official, mount)
        plain = width == "desk" and script
        context = self.desks.get(official or "") if plain else None
        context = context or await self.browser.new_context(
            viewport=WIDTHS[width],
            java_script_enabled=script,
            locale="zh-CN",
            storage_state=self.sessions.get(official or ""),
        )
        page = await context.new_page()
        if watch:
            watch.listen(page)
        await page.goto(self.address + mount + path.format_map(self.scene.ids))
        yield page
        if not plain:
            await context.close()
            return
        await page.close()
        await context.clear_cookies(name=TEXT_SIZE_COOKIE)
        self.desks[official or ""] = context

    async def _signed_in(self, official: str, mount: str) -> object:
        context = await self.browser.new_context()
        page = await context.new_page()
        await page.goto(f"{self.address}{mount}/admin/sign-in")
        await sign_in(page, official)
        state = await context.storage_state()
        await context.close()
        return state


async def sign_in(page: Page, official: str) -> None:
    await page.get_by_label("用户名").fill(official)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture(scope="module")
def opened(opening: Callable[[str], Opening], base: str) -> Opening:
    """Open pages where nothing is written."""
    return opening(base)


@pytest.fixture(scope="module")
def working(opening: Callable[[str], Opening], writable: str) -> Opening:
    """Open pages where something is written."""
    return opening(writable)


@pytest.mark.parametrize("given", PAGES, ids=lambda page: page.name)
async def test_page_stands_at_both_widths_and_in_large_text(
    opened: Opening, base: str, given: PageToVisit
) -> None:
    watch = Watch(base)
    async with opened(given.official, given.path, watch=watch) as page:
        assert await overflow(page) == 0
        assert await accessibility_faults(page) == []
        await page.set_viewport_size(WIDTHS["phone"])  # type: ignore[arg-type]
        assert await overflow(page) == 0
        assert await accessibility_faults(page) == []
        assert await small_targets(page, 44) == []
        path = urlsplit(page.url)._replace(scheme="", netloc="").geturl()
        mount = "/".join(path.split("/", 3)[:3])
        await page.goto(f"{base}{mount}/display/text?size=large&back={quote(path, safe='')}")
        assert await page.locator("html.large-text").count() == 1
        assert await overflow(page) == 0
        assert await small_targets(page, 60) == []
    assert watch.unexpected(given.status) == []
    assert watch.outside == []


async def test_decision_without_script(working: Opening, scene: Scene) -> None:
    """Every page works without JavaScript: from the deep link through sign-in to the written decision."""
    async with working(None, f"/admin/applications/{REVIEW}", script=False) as page:
        await sign_in(page, "reviewer")
        assert scene.ids["review"] in page.url
        await page.get_by_role("button", name="下一步：核对").click()
        await page.get_by_text("请选择办理结果。").first.wait_for()
        await page.get_by_label("签注意见").check()
        await page.get_by_label("意见或理由").fill("经核对，各项标准符合，同意上报。")
        await page.get_by_role("button", name="下一步：核对").click()
        await page.get_by_role("heading", name="签注意见：九龙嘉苑2号楼").wait_for()
        await page.get_by_role("button", name="确认签注意见").click()
        await page.get_by_text("已办理，申请已转入下一环节。").wait_for()
        await page.get_by_role("button", name="退出").click()
        await page.get_by_role("heading", name="无疫单元创建管理").wait_for()


async def test_signature_without_script(working: Opening) -> None:
    async with working("leader", "/admin/units/WL-JYY-03/petition", script=False) as page:
        await page.get_by_label("本次登记").first.select_option("当面签名")
        await page.get_by_label("签名人").first.select_option(index=1)
        await page.get_by_role("button", name="保存本页签名情况").click()
        await page.get_by_text("签名情况已保存。").wait_for()


async def test_citizen_finds_a_unit_without_script(opened: Opening) -> None:
    async with opened(None, "/units", width="phone", script=False) as page:
        await page.get_by_label("按单元编码查询").fill("WL-JYY-04")
        await page.get_by_role("button", name="查询").click()
        await page.get_by_role("heading", name="九龙嘉苑4号楼").wait_for()
        assert await page.locator("svg.qr").count() == 1


async def test_tabs_change_in_place_with_script(opened: Opening, base: str) -> None:
    watch = Watch(base)
    async with opened("leader", "/admin/worklist", watch=watch) as page:
        await page.evaluate("window.stayed = true")
        await page.get_by_role("link", name="本辖区").click()
        await page.wait_for_url("**/worklist?tab=area")
        await page.get_by_role("link", name="九龙嘉苑5号楼").wait_for()
        assert await page.evaluate("window.stayed")
        assert await page.locator("#worklist").count() == 1
    assert watch.messages == []


async def test_keys_walk_a_list_and_find_the_search(opened: Opening) -> None:
    async with opened("leader", "/admin/worklist?tab=area") as page:
        await page.keyboard.press("j")
        await page.keyboard.press("j")
        rows = await page.locator("[data-walk]").all_text_contents()
        assert "九龙嘉苑2号楼" in rows
        assert await page.evaluate("document.activeElement.textContent") == rows[1]
        await page.keyboard.press("k")
        await page.keyboard.press("/")
        assert await page.evaluate("document.activeElement.id") == "site-search"
        await page.keyboard.type("3号楼/j")
        assert await page.locator("#site-search").input_value() == "3号楼/j"


async def test_refused_form_is_read_from_its_summary(opened: Opening) -> None:
    async with opened("reviewer", f"/admin/applications/{REVIEW}") as page:
        await page.get_by_role("button", name="下一步：核对").click()
        await page.wait_for_load_state()
        assert await page.evaluate("document.activeElement.id") == "faults"
        assert await accessibility_faults(page) == []


async def test_check_page_is_accessible(opened: Opening) -> None:
    async with opened("community", "/admin/units/WL-JYY-01/events/new", width="phone") as page:
        await page.get_by_label("确诊病例").check()
        await page.get_by_label("发生日期").fill("2022-11-24")
        await page.get_by_role("button", name="下一步：核对影响").click()
        await page.get_by_role("button", name="确认上报").wait_for()
        assert await accessibility_faults(page) == []
        assert await overflow(page) == 0


@pytest.mark.parametrize(
    ("official", "path"),
    [
        ("leader", f"/admin/applications/{DRAFT}"),
        ("community", "/admin/units/WL-JYY-04"),
        (None, "/units/WL-JYY-01"),
    ],
)
async def test_everything_is_reached_by_keyboard(opened: Opening, official: str | None, path: str) -> None:
    async with opened(official, path) as page:
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.className") == "skip-link"
        reached = await page.evaluate(
            """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
              .filter(one => one.checkVisibility && one.checkVisibility() && one.type !== "hidden").length"""
        )
        seen = 1
        for _ in range(reached + 20):
            await page.keyboard.press("Tab")
            tag = await page.evaluate("document.activeElement.tagName")
            if tag == "BODY":
                break
            assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            seen += tag in {"A", "BUTTON", "INPUT", "SELECT", "TEXTAREA", "SUMMARY"}
        assert seen == reached


async def test_status_page_prints_the_status_only(opened: Opening) -> None:
    async with opened(None, "/units/WL-JYY-01") as page:
        await page.emulate_media(media="print")
        assert await page.get_by_text("已命名").first.is_visible()
        assert await page.locator("svg.qr").is_visible()
        assert not await page.get_by_label("按单元编码查询").is_visible()
        assert not await page.locator(".disclosure").is_visible()
