"""Numbers that are others from a day on: judged by the day, told, compared day by day, refused if in vain."""

import gc
import weakref
from datetime import date, timedelta

import pytest

from schema.consequences.rules import broken_span
from schema.criteria.rules import evaluate_against
from schema.criteria.rules.facts import EventFact, UnitFacts
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import as_of, check, compare, explain
from schema.guidelines.rules.dating import is_datable
from schema.guidelines.rules.format import Guideline
from tests.guidelines.test_schemes import source_of

DAY = date(2022, 12, 5)
BEFORE = DAY - timedelta(days=1)
SOURCE = source_of("dated_thresholds")
TAIL = "naming: {prefix: 无疫}\n"


def parsed(source: str) -> Guideline:
    guideline = check(source).guideline
    assert guideline is not None
    return guideline


def test_a_guideline_without_dated_values_is_itself_on_every_day() -> None:
    plain = load_template("wenlong").guideline
    assert as_of(plain, DAY) is plain


def test_numbers_are_those_of_the_day_and_windows_tell_all_theirs() -> None:
    guideline = parsed(SOURCE)
    then, now = as_of(guideline, BEFORE), as_of(guideline, DAY)
    assert then.score_sheet is not None
    assert now.score_sheet is not None
    assert (then.score_sheet.pass_mark, now.score_sheet.pass_mark) == (90, 80)
    assert (guideline.supervision.warnings, then.supervision.warnings) == (1, 0)
    assert then.criteria[0] == now.criteria[0]
    assert as_of(guideline, DAY) is now
    assert guideline.score_sheet is not None
    assert guideline.score_sheet.pass_mark == 90


def test_what_is_kept_goes_with_the_guideline() -> None:
    guideline = parsed(SOURCE)
    kept = weakref.ref(as_of(guideline, DAY))
    assert kept() is not None
    del guideline
    gc.collect()
    assert kept() is None


def test_a_window_of_changing_length_holds_a_name_down_as_long_as_it_fails() -> None:
    """The consequence of an event and the evaluation agree on each day."""
    guideline = parsed(SOURCE)
    event = EventFact("case", date(2022, 11, 30), date(2022, 11, 30))
    span = broken_span(as_of(guideline, event.reported_on).criteria[0].check, event, event.reported_on)
    assert span is not None
    assert (span.from_on, span.until_on) == (event.reported_on, DAY)
    for on, met in ((BEFORE, False), (DAY, True)):
        found = evaluate_against(guideline, UnitFacts(on, "community", (event,)))
        assert found.findings[0].met is met


@pytest.mark.parametrize(
    ("path", "datable"),
    [
        ("criteria[B-a].check.days", True),
        ("criteria[B-i].check.rounds", True),
        ("criteria[B-s].attest.threshold_percent", True),
        ("supervision.warnings", True),
        ("criteria[B-a].check.events", False),
        ("criteria[B-b].check.days", False),
        ("criteria[B-k].check.percent", False),
        ("criteria[B-zz].check.days", False),
        ("criteria[*].check.days", False),
        ("score_sheet.pass_mark", False),
        ("confirm_above", False),
    ],
)
def test_only_numbers_that_are_judged_on_a_day_are_dated(path: str, datable: bool) -> None:
    assert is_datable(load_template("wenlong").guideline, path) is datable


FAULTS = [
    ('{since: 2022-12-05, path: "criteria[B-a].check.days", value: 8}', "value", "原来就是 8"),
    ('{since: 2022-12-05, path: "criteria[B-a].check.days", value: null}', "value", "不能是 空"),
    ('{since: 2022-12-05, path: "criteria[B-i].check.rounds", value: 0}', "value", "不能是 0"),
    ('{since: 2022-12-05, path: "criteria[B-a].title", value: 3}', "path", "不是可以自某日起改变的数值"),
    ('{since: 2022-12-05, path: "criteria[B-m].check.every_days", value: 300}', "", ""),
]


@pytest.mark.parametrize(("entry", "at", "says"), FAULTS, ids=lambda value: str(value)[:50])
def test_dated_values_that_cannot_be_are_refused(entry: str, at: str, says: str) -> None:
    text = load_template("wenlong").text.replace(TAIL, f"{TAIL}dated_values:\n  - {entry}\n", 1)
    errors = check(text).errors
    if not at:
        assert errors == ()
        return
    (fault,) = errors
    assert (fault.path, fault.line) == (f"dated_values[0].{at}", text[: text.index(entry)].count("\n") + 1)
    assert says in fault.message


def test_order_and_what_is_wrong_only_from_a_day_on_are_told() -> None:
    turned = SOURCE.replace("2022-11-23, path: supervision", "2022-12-06, path: supervision")
    (late,) = check(turned).errors[:1]
    assert (late.path, late.message) == ("dated_values[1].since", "未按日期先后排列。")
    above = SOURCE.replace(
        "path: score_sheet.pass_mark, value: 80", "path: score_sheet.pass_mark, value: 180"
    )
    (fault,) = check(above).errors
    assert fault.path == "dated_values[3]"
    assert fault.message == "自 2022-12-05 起：合格分 180 超过总分 100。"


def test_what_is_hardly_meant_only_from_a_day_on_is_told() -> None:
    low = SOURCE.replace("path: score_sheet.pass_mark, value: 80", "path: score_sheet.pass_mark, value: 40")
    (fault,) = check(low).faults
    assert (fault.path, fault.severity) == ("dated_values[3]", "warning")
    assert fault.message == "自 2022-12-05 起：合格分 40 不到总分 100 的一半，几乎人人合格。"
    assert check(SOURCE).faults == ()


def test_they_are_told_in_words() -> None:
    told = explain(parsed(SOURCE))
    for line in (
        "自 2022-11-23 起，监督的警示次数改为 0。",
        "自 2022-12-05 起，T-1 近期无病例的天数改为 5。",
        "自 2022-12-05 起，T-2 一周检测的轮次改为 1。",
        "自 2022-12-05 起，评分表的合格分改为 80。",
    ):
        assert line in told.splitlines()


def test_a_version_is_compared_on_each_day_a_number_changes() -> None:
    """A lower mark from a day on loosens from that day; a mark that does not fall tightens from it."""
    text = SOURCE.replace("  - {since: 2022-12-05, path: score_sheet.pass_mark, value: 80}\n", "")
    base, adopted = parsed(SOURCE), parsed(text)
    (found,) = compare(base, adopted)
    assert (found.path, found.change) == ("score_sheet.pass_mark", "stricter")
    assert found.message.startswith("自 2022-12-05 起，")
    (back,) = compare(adopted, base)
    assert back.change == "looser"
    shorter = SOURCE.replace('check.days", value: 5', 'check.days", value: 3')
    (window,) = compare(base, parsed(shorter))
    assert (window.path, window.change, window.base, window.adopted) == (
        "criteria[T-1].check.days",
        "looser",
        "5",
        "3",
    )
    assert compare(base, base) == ()
