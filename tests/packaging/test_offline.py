"""Nothing a browser is sent points outside: no CDN, no fonts, no trackers."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SENT = sorted(
    file
    for pattern in ("*.html", "*.css", "*.js", "*.svg", "*.webmanifest")
    for file in (ROOT / "admin_ui").rglob(pattern)
)
ADDRESS = re.compile(r"""(?:https?:|wss?:)?//[a-z0-9][\w.-]*\.[a-z]{2,}[^\s"')]*""", re.IGNORECASE)
NAMES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
"""Addresses that are names: no browser fetches them."""


def outside(text: str) -> list[str]:
    """List the addresses in a text that a browser would fetch."""
    return [found for found in ADDRESS.findall(text) if found not in NAMES]


def test_there_is_something_to_look_at() -> None:
    assert {file.suffix for file in SENT} >= {".css", ".html"}


@pytest.mark.parametrize("file", SENT, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_address_outside(file: Path) -> None:
    assert outside(file.read_text()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<script src="https://cdn.example.com/htmx.js">', ["https://cdn.example.com/htmx.js"]),
        ("@import url(//fonts.example.org/css)", ["//fonts.example.org/css"]),
        ('<svg xmlns="http://www.w3.org/2000/svg">', []),
        ("// a comment. Another sentence", []),
        ('<a href="/t/qijiang/">', []),
    ],
)
def test_the_search_finds_addresses_and_only_those(text: str, expected: list[str]) -> None:
    assert outside(text) == expected
