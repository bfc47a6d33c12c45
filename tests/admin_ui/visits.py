"""Visits to a server in Chromium: a browser of one's own for who works, one window for all that is looked at."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from tests.admin_ui.browsing import WIDTHS, Watch
from tests.admin_ui.stage import MOUNT, Scene
from tests.builders.district import PASSWORD

_PATIENCE = 120_000
"""Milliseconds a page may take on a busy machine."""


@dataclass
class Visits:
    """Visits to a server, as officials who are signed in or as a citizen."""

    browser: Browser
    scene: Scene
    address: str
    window: Page | None = None

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
        """Open a page in a browser that has seen nothing, and close it."""
        context = await self._new_context(viewport=WIDTHS[width], java_script_enabled=script)
        await self._come_in(context, official)
        page = await context.new_page()
        if watch:
            watch.listen(page)
        await page.goto(self._url(official, path))
        yield page
        await context.close()

    @asynccontextmanager
    async def look(self, official: str | None, path: str, watch: Watch) -> AsyncIterator[Page]:
        """Show a page at the width of a desk in the window kept for looking: what was read once need not be again."""
        page = self.window or await self._new_window()
        await page.context.clear_cookies()
        await self._come_in(page.context, official)
        await page.set_viewport_size(WIDTHS["desk"])
        watch.listen(page)
        try:
            await page.goto(self._url(official, path))
            yield page
        finally:
            watch.leave(page)

    async def _new_window(self) -> Page:
        self.window = await (await self._new_context()).new_page()
        return self.window

    async def _new_context(self, **how: Any) -> BrowserContext:
        context = await self.browser.new_context(locale="zh-CN", **how)
        context.set_default_timeout(_PATIENCE)
        return context

    def _url(self, official: str | None, path: str) -> str:
        return self.address + self._mount(official) + path.format_map(self.scene.ids)

    def _mount(self, official: str | None) -> str:
        return self.scene.mounts[official] if official else MOUNT

    async def _come_in(self, context: BrowserContext, official: str | None) -> None:
        if official:
            name = f"wuyi{self._mount(official).replace('/', '.')}.session"
            await context.add_cookies(
                [{"name": name, "value": self.scene.tokens[official], "url": self.address}]
            )


async def sign_in(page: Page, official: str) -> None:
    """Sign in by the form that is shown."""
    await page.get_by_label("用户名").fill(official)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.wait_for_url(lambda url: "/sign-in" not in url)
