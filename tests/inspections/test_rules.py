"""Score sheets and what they come to, as pure rules."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import parse
from schema.guidelines.rules.format import ScoreSheet, Section
from schema.inspections.rules import (
    Score,
    SheetLine,
    check_scores,
    check_settlement,
    differing_lines,
    divergence,
    missing_lines,
    reach_verdict,
    sheet_lines,
    sheet_total,
)

LINES = (
    SheetLine("1", "组织", 40, ("1",), ("T-1.1",)),
    SheetLine("2", "措施", 60, ("2",), ("T-2.1", "T-2.2")),
)
FORM = ScoreSheet(
    total=100,
    pass_mark=85,
    sections=(Section(id="1", title="组织", maximum=40), Section(id="2", title="措施", maximum=60)),
)
ALLOWED = 5
Sheet = dict[str, Score]


def sheet(*points: int) -> Sheet:
    return {
        line.id: Score(line.id, given, None if given == line.maximum else f"欠缺{line.maximum - given}分")
        for line, given in zip(LINES, points, strict=True)
    }


def codes(found: list[DomainError]) -> list[ErrorCode]:
    return [error.code for error in found]


def test_the_towns_sheet_is_15_15_55_15() -> None:
    """T has no points below the section (open question 14): each leaf section is a line."""
    guideline = parse(load_template("town").text).guideline
    assert guideline is not None
    lines = sheet_lines(guideline, "village")
    assert [(line.id, line.maximum) for line in lines] == [
        ("1", 15),
        ("2", 15),
        ("3.1", 10),
        ("3.2", 10),
        ("3.3", 20),
        ("3.4", 15),
        ("4", 15),
    ]
    assert sum(line.maximum for line in lines) == 100
    assert lines[2].sections == ("3.1", "3")


@pytest.mark.parametrize(
    ("score", "code"),
    [
        (Score("1", 40), None),
        (Score("1", 39, "缺一项制度"), None),
        (Score("1", 39), ErrorCode.SCORE_REASON_REQUIRED),
        (Score("1", 41), ErrorCode.SCORE_OUT_OF_RANGE),
        (Score("1", -1, "无"), ErrorCode.SCORE_OUT_OF_RANGE),
        (Score("9", 1), ErrorCode.UNKNOWN_ITEM),
        (Score("1", 0, "字" * 301), ErrorCode.TEXT_TOO_LONG),
    ],
)
def test_points_stay_in_range_and_below_the_maximum_need_a_reason(
    score: Score, code: ErrorCode | None
) -> None:
    assert codes(check_scores(LINES, [score], "scores")) == ([] if code is None else [code])


def test_running_totals() -> None:
    half = {"1": Score("1", 30, "缺")}
    assert (sheet_total(half), missing_lines(LINES, half)) == (30, LINES[1:])


def test_a_small_divergence_counts_as_the_mean() -> None:
    sheets = [sheet(40, 50), sheet(40, 45)]
    assert divergence(sheets) == ALLOWED
    assert check_settlement(LINES, sheets, ALLOWED, []) == []
    verdict = reach_verdict(FORM, LINES, sheets)
    assert (verdict.points, verdict.suffices) == (Fraction(175, 2), True)
    assert [(short.line.id, short.reasons) for short in verdict.shortfalls] == [
        ("2", ("欠缺10分", "欠缺15分"))
    ]
    assert codes(check_settlement(LINES, sheets, ALLOWED, [Score("2", 50, "核定")])) == [
        ErrorCode.INVALID_INPUT
    ]


def test_a_large_divergence_is_settled_between_the_points_given() -> None:
    sheets = [sheet(40, 60), sheet(40, 40)]
    assert [line.id for line in differing_lines(LINES, sheets)] == ["2"]
    assert codes(check_settlement(LINES, sheets, ALLOWED, [])) == [ErrorCode.DIVERGENCE_UNSETTLED]
    assert codes(check_settlement(LINES, sheets, ALLOWED, [Score("2", 39, "核定")])) == [
        ErrorCode.SCORE_OUT_OF_RANGE
    ]
    assert ErrorCode.SCORE_REASON_REQUIRED in codes(
        check_settlement(LINES, sheets, ALLOWED, [Score("2", 60)])
    )
    settled = [Score("2", 44, "复看现场")]
    assert check_settlement(LINES, sheets, ALLOWED, settled) == []
    verdict = reach_verdict(FORM, LINES, sheets, settled)
    assert (verdict.points, verdict.suffices) == (84, False)
    assert verdict.shortfalls[0].reasons == ("欠缺20分", "复看现场")


def test_a_section_below_its_minimum_fails_whatever_the_total() -> None:
    short = FORM.model_copy(
        update={"sections": (Section(id="1", title="组织", maximum=40, minimum=30), FORM.sections[1])}
    )
    verdict = reach_verdict(short, LINES, [sheet(29, 60)])
    assert (verdict.points, verdict.suffices) == (89, False)
    assert reach_verdict(short, LINES, [sheet(30, 60)]).suffices


def test_deductions_come_off_the_total() -> None:
    assert reach_verdict(FORM, LINES, [sheet(40, 45)], deducted=Fraction(1)).points == 84


POINTS = st.tuples(st.integers(0, 40), st.integers(0, 60))


@given(POINTS, POINTS)
def test_a_verdict_lies_between_the_sheets(first: tuple[int, int], second: tuple[int, int]) -> None:
    sheets = [sheet(*first), sheet(*second)]
    points = reach_verdict(FORM, LINES, sheets).points
    assert min(map(sum, (first, second))) <= points <= max(map(sum, (first, second)))
    assert (check_settlement(LINES, sheets, ALLOWED, []) == []) == (divergence(sheets) <= ALLOWED)
