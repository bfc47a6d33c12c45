"""What every page must hold in Chromium: both widths, large text, nothing from outside."""

from playwright.async_api import Page

from tests.admin_ui.browsing import WIDTHS, Watch, accessibility_faults, overflow, small_targets
from tests.admin_ui.pages import PageToVisit
from tests.admin_ui.visits import Visits


async def assert_stands(visits: Visits, given: PageToVisit) -> None:
    """Look at a page at both widths and in large text, which is a class of its root."""
    watch = Watch(visits.address)
    async with visits.look(given.official, given.path, watch) as page:
        await _assert_fits(page)
        await page.set_viewport_size(WIDTHS["phone"])
        await _assert_fits(page)
        assert await small_targets(page, 44) == []
        await page.evaluate("document.documentElement.classList.add('large-text')")
        assert await overflow(page) == 0
        assert await small_targets(page, 60) == []
    assert watch.unexpected(given.status) == []
    assert watch.outside == []


async def _assert_fits(page: Page) -> None:
    assert await overflow(page) == 0
    assert await accessibility_faults(page) == []
