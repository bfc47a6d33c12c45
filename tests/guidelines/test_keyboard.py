"""How officers break a YAML file, a row each: every one is told in zh-CN, at its line and column, with a remedy."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from schema.guidelines.rules import check, parse

HERE = Path(__file__).parent
SOUND = HERE.joinpath("keyboard_base.yaml").read_text("utf-8")


@dataclass(frozen=True)
class Slip:
    """The sound text with its first `old` replaced by `new`, and what is said of it where."""

    name: str
    old: str
    new: str
    line: int
    column: int
    severity: str
    says: str
    fix: str

    @property
    def text(self) -> str:
        assert self.old in SOUND, self.old
        return SOUND.replace(self.old, self.new, 1)


SLIPS = [Slip(**row) for row in yaml.safe_load(HERE.joinpath("keyboard_slips.yaml").read_text("utf-8"))]


def test_the_text_is_sound_until_it_is_broken() -> None:
    assert check(SOUND).faults == ()
    assert len({slip.name for slip in SLIPS}) == len(SLIPS) >= 50


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_told_where_it_is(slip: Slip) -> None:
    """One fault, not the ten that follow from it."""
    (fault,) = [each for each in check(slip.text).faults if each.severity == slip.severity]
    assert (fault.message, fault.fix) == (slip.says, slip.fix)
    assert (fault.line, fault.column) == (slip.line, slip.column)
    assert re.search("[一-鿿]", fault.message)
    assert not re.search(r"expected|context|\\u|\[a-z", fault.message + fault.fix)


@pytest.mark.parametrize(
    "slip", [slip for slip in SLIPS if slip.severity == "error"], ids=lambda slip: slip.name
)
def test_a_place_lies_within_the_text(slip: Slip) -> None:
    for fault in parse(slip.text).faults:
        assert fault.line is not None
        assert fault.column is not None
        assert fault.column <= len(slip.text.split("\n")[fault.line - 1]) + 1


@pytest.mark.parametrize(
    "text",
    [
        "说明：凭名称出入，另见附件：消杀记录表。",
        "分两步：（一）登记；（二）核对——逐户。",
        "“无疫”以［试点］为限，含楼道、电梯",
        "id：原文如此，title：亦同",
    ],
)
def test_marks_within_a_sentence_are_the_authors(text: str) -> None:
    """Full-width marks are how zh-CN is written: only where YAML has a mark of its own are they slips."""
    assert check(SOUND.replace("按本地日历日计算。", text)).faults == ()


def test_a_mark_of_byte_order_and_line_ends_of_windows_are_no_slips() -> None:
    assert check("\ufeff" + SOUND.replace("\n", "\r\n")).faults == ()


def test_slips_of_several_lines_are_told_at_once() -> None:
    text = (
        SOUND.replace("title: 消杀", "title：消杀")
        .replace("id: small", "id：small")
        .replace("  - id: S-b", "  -id: S-b")
    )
    assert [(fault.line, fault.column) for fault in check(text).faults] == [(2, 3), (18, 3), (19, 10)]
