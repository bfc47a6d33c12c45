"""Texts of a guideline: characters nobody sees are told wherever they stand, ends of lines where there may be lines."""

import pytest

from schema.guidelines.rules import Fault, check, lint
from schema.guidelines.rules.format import Guideline, Publication, RoleName
from tests.guidelines.test_keyboard import SOUND


def test_unseen_characters_are_told_of_any_guideline() -> None:
    """However they got into a text: also where no YAML was read."""
    guideline = check(SOUND).guideline
    assert guideline is not None
    for title in ("无疫\u202e楼栋", "无疫\u2066楼栋", "无疫\u0000楼栋", "无疫\n楼栋", "无疫\u200b楼栋"):
        found: tuple[Fault, ...] = lint(guideline.model_copy(update={"title": title}))
        assert [(fault.path, fault.severity) for fault in found] == [("title", "error")]
        assert "第 3 个字符" in found[0].message


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ({"role_names": (RoleName(role="street", name="区\u202e镇"),)}, "role_names[0].name"),
        ({"publication": Publication(channels=("网\u202e站",))}, "publication.channels[0]"),
    ],
)
def test_unseen_characters_are_told_of_what_the_public_reads(part: dict[str, object], path: str) -> None:
    guideline = check(SOUND).guideline
    assert guideline is not None
    told = [fault.message for fault in lint(guideline.model_copy(update=part)) if fault.path == path]
    assert len(told) == 1
    assert "第 2 个字符是看不见的从右至左覆盖符" in told[0]


def test_texts_of_several_lines_may_have_lines() -> None:
    text = SOUND.replace(
        "guidance: 按本地日历日计算。", "guidance: |\n      按本地日历日计算。\n      从报告之日起。"
    )
    checked = check(text)
    assert checked.faults == ()
    assert isinstance(checked.guideline, Guideline)
    assert "\n" in checked.guideline.criteria[0].guidance
