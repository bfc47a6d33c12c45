"""The pages in Chromium: both widths, no script needed, reachable by keyboard, nothing from outside."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from urllib.parse import quote, urlsplit

import pytest
from playwright.async_api import Browser, Page, async_playwright

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
from tests.admin_ui.fake import FakeApi
from tests.admin_ui.pages import DRAFT, PAGES, REVIEW, PageToVisit
from tests.admin_ui.serving import Office, serve

pytestmark = pytest.mark.browser
Opening = Callable[..., AbstractAsyncContextManager[Page]]


@pytest.fixture(scope="module")
async def office() -> AsyncIterator[Office]:
    """Give a back office and its credentials; any server with such districts may stand here."""
    async with serve(FakeApi()) as running:
        yield running


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    require_chromium()
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        await chromium.close()


@pytest.fixture(scope="module")
def opened(browser: Browser, office: Office) -> Opening:
    """Give a way to open a page as an official (signed in by the form) or a citizen."""
    sessions: dict[str, object] = {}

    @asynccontextmanager
    async def open_page(
        official: str | None,
        path: str,
        *,
        width: str = "desk",
        script: bool = True,
        watch: Watch | None = None,
    ) -> AsyncIterator[Page]:
        if official and official not in sessions:
            sessions[official] = await signed_in(browser, office, official)
        context = await browser.new_context(
            viewport=WIDTHS[width],
            java_script_enabled=script,
            locale="zh-CN",
            storage_state=sessions.get(official or ""),  # type: ignore[arg-type]
        )
        page = await context.new_page()
        if watch:
            watch.listen(page)
        await page.goto(office.base + path)
        yield page
        await context.close()

    return open_page


async def signed_in(browser: Browser, office: Office, official: str) -> object:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"{office.base}/admin/sign-in")
    await sign_in(page, office, official)
    state = await context.storage_state()
    await context.close()
    return state


async def sign_in(page: Page, office: Office, official: str) -> None:
    username, password = office.credentials[official]
    await page.get_by_label("用户名").fill(username)
    await page.get_by_label("密码").fill(password)
    await page.get_by_role("button", name="登录").click()
    await page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.mark.parametrize("given", PAGES, ids=lambda page: page.name)
async def test_page_stands_at_both_widths_and_in_large_text(
    opened: Opening, office: Office, given: PageToVisit
) -> None:
    watch = Watch(office.base)
    async with opened(given.official, given.path, watch=watch) as page:
        assert await overflow(page) == 0
        assert await accessibility_faults(page) == []
        await page.set_viewport_size(WIDTHS["phone"])  # type: ignore[arg-type]
        assert await overflow(page) == 0
        assert await accessibility_faults(page) == []
        assert await small_targets(page, 44) == []
        back = quote(urlsplit(office.base + given.path)._replace(scheme="", netloc="").geturl(), safe="")
        await page.goto(f"{office.base}/display/text?size=large&back={back}")
        assert await page.locator("html.large-text").count() == 1
        assert await overflow(page) == 0
        assert await small_targets(page, 60) == []
    assert watch.unexpected(given.status) == []
    assert watch.outside == []


async def test_decision_without_script(opened: Opening, office: Office) -> None:
    """Every page works without JavaScript: from the deep link through sign-in to the written decision."""
    async with opened(None, f"/admin/applications/{REVIEW}", script=False) as page:
        await sign_in(page, office, "reviewer")
        assert REVIEW in page.url
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


async def test_signature_without_script(opened: Opening) -> None:
    async with opened("leader", "/admin/units/WL-JYY-03/petition", script=False) as page:
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


async def test_tabs_change_in_place_with_script(opened: Opening, office: Office) -> None:
    watch = Watch(office.base)
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
        assert await page.evaluate("document.activeElement.textContent") == "九龙嘉苑2号楼"
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
