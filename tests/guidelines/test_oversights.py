"""What was let pass in silence: a guideline nobody tried, titles nothing takes away, figures and days mistyped."""

import pytest

from schema.guidelines.repository.templates import list_templates
from schema.guidelines.rules import Fault, check, lint
from schema.guidelines.rules.format import Guideline
from tests.guidelines.test_keyboard import SOUND

SCORED = SOUND.replace(
    "processes:\n",
    "score_sheet:\n  total: 100\n  pass_mark: 60\n  sections:\n    - {id: one, title: 组织, maximum: 60}\n"
    "    - {id: two, title: 保障, maximum: 40}\nprocesses:\n",
    1,
).replace(
    "    attest:\n      method: statement\n      items: [轿厢已消毒，含按键, 门厅已消毒]\n",
    "    attest: {method: statement}\n    score: {section: one}\n"
    "  - {id: S-c, title: 保障, guidance: 有保障。, applies_to: [building], attest: {method: statement},"
    " score: {section: two}}\n"
    "  - {id: S-d, title: 乱堆物, guidance: 每处扣分。, applies_to: [building], attest: {method: statement},"
    " score: {section: two, kind: deduction, maximum: 40}}\n",
)
TESTED = SOUND.replace(
    "processes:\n",
    "  - id: S-t\n    title: 病例后检测\n    guidance: 逐日检测。\n    applies_to: [building]\n"
    "    check: {kind: test_days, events: [case], on_days: [3, 8]}\nprocesses:\n",
    1,
)
FIXED = SOUND.replace(
    "    applicants: [community]\n",
    "    applicants: [community]\n    intake: fixed\n    cadence: {opens_on_days: [1, 15], open_days: 14}\n",
)


def remarks(text: str) -> list[tuple[str, str, int | None]]:
    """List what is said: where, how bad, on which line."""
    return [(fault.path, fault.severity, fault.line) for fault in check(text).faults]


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


@pytest.mark.parametrize("text", [SOUND, SCORED, TESTED, FIXED], ids=["plain", "scored", "tested", "fixed"])
def test_nothing_is_said_of_what_is_meant(text: str) -> None:
    assert remarks(text) == []


@pytest.mark.parametrize("template", list_templates(), ids=lambda template: template.id)
def test_the_built_in_guidelines_overlook_nothing(template: object) -> None:
    """B-e is left as the source has it, which is remarked (open question 12)."""
    text = getattr(template, "text", "")
    assert [path for path, *_ in remarks(text)] in ([], ["criteria[4].applies_to"])


@pytest.mark.parametrize(
    ("text", "old", "new", "path", "severity", "says"),
    [
        (SOUND, SOUND[SOUND.index("scenarios:") :], "", "scenarios", "warning", "没有情景"),
        (
            SOUND,
            "on_loss: revoke",
            "on_loss: warn",
            "unit_kinds[1].title",
            "warning",
            "没有哪一条会使其失去命名",
        ),
        (SCORED, "pass_mark: 60", "pass_mark: 1", "score_sheet.pass_mark", "warning", "不到总分 100 的一半"),
        (SCORED, "pass_mark: 60", "pass_mark: 49", "score_sheet.pass_mark", "warning", "几乎人人合格"),
        (
            SCORED,
            "kind: deduction, maximum: 40",
            "kind: deduction, maximum: 41",
            "criteria[3].score.maximum",
            "error",
            "最多扣 41 分，超过保障的满分 40 分",
        ),
        (
            TESTED,
            "[3, 8]",
            "[3, 9]",
            "criteria[2].check.on_days[1]",
            "warning",
            "第 9 天检测，而同类事件满 8 天",
        ),
        (
            FIXED,
            "[1, 15], open_days: 14",
            "[1, 20], open_days: 10",
            "processes[0].cadence.open_days",
            "warning",
            "次月 1 日又开始",
        ),
        (
            FIXED,
            "[1, 15], open",
            "[1, 10], open",
            "processes[0].cadence.open_days",
            "warning",
            "到 10 日又开始",
        ),
        (SOUND, "issued_on: 2022-11-20", "issued_on: 1022-11-20", "issued_on", "error", "1022-11-20 不在"),
        (SOUND, "issued_on: 2022-11-20", "issued_on: 2220-11-20", "issued_on", "error", "请核对年份"),
        (
            SOUND,
            "confirm_above: 20",
            "coverage_target: {unit_kinds: [building], by: 2002-12-31}",
            "coverage_target.by",
            "error",
            "早于发文日期",
        ),
        (
            SOUND,
            "confirm_above: 20",
            "coverage_target: {unit_kinds: [building], by: 2222-12-31}",
            "coverage_target.by",
            "warning",
            "发文三年以后",
        ),
        (
            SOUND,
            "actions: [name, return, reject]}",
            "actions: [name, return, reject], rechecks: false}",
            "processes[0].steps[1].rechecks",
            "error",
            "签注意见之后发生的病例拦不住命名",
        ),
    ],
)
def test_what_is_hardly_meant_is_told(
    text: str, old: str, new: str, path: str, severity: str, says: str
) -> None:
    assert old in text
    broken = text.replace(old, new, 1)
    found = check(broken).faults
    assert [(fault.path, fault.severity) for fault in found] == [(path, severity)]
    assert all(says in fault.message + fault.fix for fault in found)
    if new:
        assert [fault.line for fault in found] == [
            line_of(broken, "无疫楼栋, households" if path.startswith("unit_kinds") else new)
        ]


def test_two_kinds_of_one_name_or_title_are_told() -> None:
    twin = "  - {id: tower, name: 楼栋, parents: [district], title: 无疫楼栋, households: true}\n"
    text = SOUND.replace("special_groups:\n", twin + "special_groups:\n").replace(
        "[building]", "[building, tower]"
    )
    assert remarks(text) == [("unit_kinds[2].name", "warning", 9), ("unit_kinds[2].title", "warning", 9)]


def test_unseen_characters_are_told_of_any_guideline() -> None:
    """However they got into a text: also where no YAML was read."""
    guideline = check(SOUND).guideline
    assert guideline is not None
    for title in ("无疫\u202e楼栋", "无疫\u2066楼栋", "无疫\u0000楼栋", "无疫\n楼栋", "无疫\u200b楼栋"):
        found: tuple[Fault, ...] = lint(guideline.model_copy(update={"title": title}))
        assert [(fault.path, fault.severity) for fault in found] == [("title", "error")]
        assert "第 3 个字符" in found[0].message


def test_texts_of_several_lines_may_have_lines() -> None:
    text = SOUND.replace(
        "guidance: 按本地日历日计算。", "guidance: |\n      按本地日历日计算。\n      从报告之日起。"
    )
    checked = check(text)
    assert checked.faults == ()
    assert isinstance(checked.guideline, Guideline)
    assert "\n" in checked.guideline.criteria[0].guidance
