"""The colour tokens carry enough contrast; axe overlooks single Chinese characters, so it is computed."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "admin_ui" / "static" / "admin.css").read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", CSS))
TEXT = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("muted", "paper"),
    ("muted", "ground"),
    ("brand", "paper"),
    ("brand", "ground"),
    ("brand-deep", "brand-wash"),
    ("brand-deep", "paper"),
    ("paper", "brand"),
    ("paper", "ok"),
    ("paper", "bad"),
    ("ok", "ok-wash"),
    ("bad", "bad-wash"),
    ("warn", "warn-wash"),
    ("warn", "paper"),
    ("ink", "ok-wash"),
    ("ink", "bad-wash"),
    ("ink", "warn-wash"),
    ("muted", "bad-wash"),
    ("muted", "warn-wash"),
    ("muted", "ok-wash"),
    ("ink", "line"),
]
SHAPES = [("edge", "paper"), ("edge", "ground"), ("brand", "paper"), ("ok", "line")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_legible(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_stand_out(shape: str, ground: str) -> None:
    assert contrast(shape, ground) >= 3


def test_stylesheet_asks_for_nothing_newer_than_chromium_88_and_nothing_from_outside() -> None:
    newer = (
        ":has(",
        "@container",
        "@layer",
        "color-mix(",
        "text-wrap",
        "dvh",
        "accent-color",
        "aspect-ratio",
    )
    assert not [word for word in newer if word in CSS]
    assert "url(" not in CSS
    assert "@import" not in CSS
