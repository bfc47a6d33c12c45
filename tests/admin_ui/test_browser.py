"""Work in Chromium: no script needed, reachable by keyboard, what is chosen stays chosen."""

import pytest

from tests.admin_ui.browsing import Watch, accessibility_faults, overflow, small_targets
from tests.admin_ui.pages import DRAFT, REVIEW
from tests.admin_ui.stage import Scene
from tests.admin_ui.visits import Visits, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]


async def test_decision_without_script(working: Visits, scene: Scene) -> None:
    """Every page works without JavaScript: from the deep link through sign-in to the written decision."""
    async with working.open(None, f"/admin/applications/{REVIEW}", script=False) as page:
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


async def test_signature_without_script(working: Visits) -> None:
    async with working.open("leader", "/admin/units/WL-JYY-03/petition", script=False) as page:
        await page.get_by_label("本次登记").first.select_option("当面签名")
        await page.get_by_label("签名人").first.select_option(index=1)
        await page.get_by_role("button", name="保存本页签名情况").click()
        await page.get_by_text("签名情况已保存。").wait_for()


async def test_citizen_finds_a_unit_without_script(reading: Visits) -> None:
    async with reading.open(None, "/units", width="phone", script=False) as page:
        await page.get_by_label("按单元编码查询").fill("WL-JYY-04")
        await page.get_by_role("button", name="查询").click()
        await page.get_by_role("heading", name="九龙嘉苑4号楼").wait_for()
        assert await page.locator("svg.qr").count() == 1


async def test_tabs_change_in_place_with_script(reading: Visits) -> None:
    watch = Watch(reading.address)
    async with reading.open("leader", "/admin/worklist", watch=watch) as page:
        await page.evaluate("window.stayed = true")
        await page.get_by_role("link", name="本辖区").click()
        await page.wait_for_url("**/worklist?tab=area")
        await page.get_by_role("link", name="九龙嘉苑5号楼").wait_for()
        assert await page.evaluate("window.stayed")
        assert await page.locator("#worklist").count() == 1
    assert watch.messages == []


async def test_keys_walk_a_list_and_find_the_search(reading: Visits) -> None:
    async with reading.open("leader", "/admin/worklist?tab=area") as page:
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


async def test_refused_form_is_read_from_its_summary(reading: Visits) -> None:
    async with reading.open("reviewer", f"/admin/applications/{REVIEW}") as page:
        await page.get_by_role("button", name="下一步：核对").click()
        await page.wait_for_load_state()
        assert await page.evaluate("document.activeElement.id") == "faults"
        assert await accessibility_faults(page) == []


async def test_check_page_is_accessible(reading: Visits) -> None:
    async with reading.open("community", "/admin/units/WL-JYY-01/events/new", width="phone") as page:
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
        ("clerk", "/admin/batches/{town_done_batch}/list"),
        (None, "/units/WL-JYY-01"),
    ],
)
async def test_everything_is_reached_by_keyboard(reading: Visits, official: str | None, path: str) -> None:
    async with reading.open(official, path) as page:
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


async def test_text_grows_at_a_click(reading: Visits) -> None:
    async with reading.open("leader", "/admin/inbox", width="phone") as page:
        await page.get_by_role("link", name="大字版").click()
        await page.locator("html.large-text").wait_for()
        assert page.url.endswith("/admin/inbox")
        assert await overflow(page) == 0
        assert await small_targets(page, 60) == []
        await page.get_by_role("link", name="标准字号").click()
        await page.locator("html:not(.large-text)").wait_for()


async def test_status_page_prints_the_status_only(reading: Visits) -> None:
    async with reading.open(None, "/units/WL-JYY-01") as page:
        await page.emulate_media(media="print")
        assert await page.get_by_text("已命名").first.is_visible()
        assert await page.locator("svg.qr").is_visible()
        assert not await page.get_by_label("按单元编码查询").is_visible()
        assert not await page.locator(".disclosure").is_visible()
