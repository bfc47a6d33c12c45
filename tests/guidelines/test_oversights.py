"""What was let pass in silence: a guideline nobody tried, titles nothing takes away, figures and days mistyped."""

import pytest

from schema.guidelines.repository.templates import list_templates
from schema.guidelines.rules import check, explain
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

MONTH_END = FIXED.replace("[1, 15], open_days: 14", "[15, 31], open_days: 13")
EVERY = FIXED.replace(
    "opens_on_days: [1, 15], open_days: 14", "every_days: 14, first_on: 2022-12-01, open_days: 3"
)
DATED = SOUND.replace(
    "naming:",
    'dated_values:\n  - {since: 2022-12-05, path: "criteria[S-a].check.days", value: 9}\nnaming:',
    1,
)
SWAPPED = SOUND.replace(
    "naming:", "role_names: [{role: street, name: 村（社区）}, {role: community, name: 社区}]\nnaming:", 1
)
CALLED = SOUND.replace("naming:", "role_names: [{role: street, name: 区镇}]\nnaming:", 1)


def remarks(text: str) -> list[tuple[str, str, int | None]]:
    """List what is said: where, how bad, on which line."""
    return [(fault.path, fault.severity, fault.line) for fault in check(text).faults]


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


@pytest.mark.parametrize(
    "text",
    [SOUND, SCORED, TESTED, FIXED, MONTH_END, EVERY, DATED, CALLED, SWAPPED],
    ids=["plain", "scored", "tested", "fixed", "month end", "every", "dated", "called", "swapped"],
)
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
        (
            MONTH_END,
            "open_days: 13",
            "open_days: 14",
            "processes[0].cadence.open_days",
            "warning",
            "到 31 日又开始受理（当月没有的日期以月末为准）",
        ),
        (
            MONTH_END,
            "[15, 31], open_days: 13",
            "[30, 31], open_days: 2",
            "processes[0].cadence.open_days",
            "warning",
            "30 日起受理 2 天",
        ),
        (
            EVERY,
            "2022-12-01",
            "2202-12-01",
            "processes[0].cadence.first_on",
            "error",
            "首次受理日 2202-12-01",
        ),
        (
            DATED,
            "since: 2022-12-05",
            "since: 1922-12-05",
            "dated_values[0].since",
            "error",
            "1922-12-05 不在",
        ),
        (
            SOUND,
            "days: 8",
            "days: 8, changes: [{since: 2222-12-05, days: 5}]",
            "criteria[0].check.changes[0].since",
            "error",
            "起始日期 2222-12-05 不在",
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


@pytest.mark.parametrize(
    ("cadence", "path"),
    [
        ("every_days: 7, open_days: 3", "processes[0].cadence"),
        ("first_on: 2022-12-01, open_days: 3", "processes[0].cadence"),
        ("open_days: 3", "processes[0].cadence"),
    ],
)
def test_half_a_cadence_is_told_and_still_explained(cadence: str, path: str) -> None:
    """A draft is explained while it is wrong."""
    checked = check(FIXED.replace("opens_on_days: [1, 15], open_days: 14", cadence))
    assert [(fault.path, fault.severity) for fault in checked.faults] == [(path, "error")]
    assert checked.guideline is not None
    assert explain(checked.guideline)
