"""Chromium for the tests, and what every page must hold in it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import ConsoleMessage, Error, Page, Request

AXE = Axe().axe_script
CHROMIUM = Path("/usr/bin/chromium-headless-shell")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"desk": {"width": 1366, "height": 900}, "phone": {"width": 375, "height": 760}}


def require_chromium() -> None:
    """Skip without Chromium, unless the run must have it."""
    if CHROMIUM.exists():
        return
    if os.environ.get("WUYI_REQUIRE_BROWSER"):
        pytest.fail(f"{CHROMIUM} is missing")
    pytest.skip(f"{CHROMIUM} is missing")


@dataclass
class Watch:
    """Listens to a page: what it logs, and what it asks of others."""

    base: str
    messages: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Begin to listen."""
        page.on("console", self._logged)
        page.on("pageerror", self._failed)
        page.on("request", self._request)

    def leave(self, page: Page) -> None:
        """Stop listening: the page is shown to others."""
        page.remove_listener("console", self._logged)
        page.remove_listener("pageerror", self._failed)
        page.remove_listener("request", self._request)

    def _logged(self, message: ConsoleMessage) -> None:
        self.messages.append(message.text)

    def _failed(self, error: Error) -> None:
        self.messages.append(str(error))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.base.partition("/t/")[0], "data:")):
            self.outside.append(request.url)

    def unexpected(self, status: int) -> list[str]:
        """List the messages, without Chromium's own note that the page answered with an error status."""
        own = f"the server responded with a status of {status}"
        return [text for text in self.messages if status < 400 or own not in text]


async def accessibility_faults(page: Page) -> list[str]:
    """Run axe, which a page keeps until it is left, and list what it finds.

    Axe would load the page's style sheets and media once more, for a rule that is off and one on sounds that start of
    themselves: there is nothing on these pages that could.
    """
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    assert await page.locator("audio, video").count() == 0
    found: list[dict[str, Any]] = await page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], preload: false}).then(results => results.violations)"
    )
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


async def overflow(page: Page) -> int:
    """Measure how far the page is wider than its window."""
    width: int = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(0, width)


async def small_targets(page: Page, least: int) -> Sequence[str]:
    """List controls that are lower than a fingertip needs; links inside running text are exempt."""
    found: list[str] = await page.evaluate(
        """least => [...document.querySelectorAll(
            "button, .button, .option, select, summary, .tabs a, .mainnav a, .pager a, .quiet, "
            + "input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea")]
          .filter(one => one.offsetParent && one.getBoundingClientRect().height < least - 0.5)
          .map(one => one.outerHTML.slice(0, 120))""",
        least,
    )
    return found
