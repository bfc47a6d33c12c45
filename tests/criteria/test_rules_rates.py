"""Rates and complaints: open questions 17, 18 and 19."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.criteria.rules import run_check
from schema.criteria.rules.facts import ComplaintFact, FigureFact, UnitFacts
from schema.guidelines.rules.format import Benchmark, BenchmarkValue, ComplaintsCheck, Figure, RateCheck
from schema.guidelines.rules.vocabulary import Vocabulary

ON = date(2022, 11, 22)
COUNTY = Benchmark(
    id="county",
    name="全县平均",
    values=(
        BenchmarkValue(since=date(2022, 10, 1), percent=Decimal(90), source="县"),
        BenchmarkValue(since=ON, percent=Decimal("91.5"), source="县"),
    ),
)
WORDS = Vocabulary(
    figures={"vaccination": Figure(id="vaccination", name="疫苗接种率", excludes="禁忌者")},
    benchmarks={COUNTY.id: COUNTY},
)
FIXED = RateCheck(kind="rate", figure="vaccination", at_least_percent=90)
ABOVE = RateCheck(kind="rate", figure="vaccination", benchmark="county")
NONE = ComplaintsCheck(kind="complaints", within_days=30)
SUBSTANTIATED = ComplaintFact(ON - timedelta(days=10), ON - timedelta(days=5), True, True, ON)


def rated(numerator: int, denominator: int = 100, excluded: int = 0, until: date = ON) -> UnitFacts:
    return UnitFacts(
        ON, "village", figures={"vaccination": FigureFact(numerator, denominator, until, excluded)}
    )


def complained(*complaints: ComplaintFact) -> UnitFacts:
    return UnitFacts(ON, "village", complaints=complaints)


def test_a_fixed_share_is_reached() -> None:
    assert run_check(FIXED, rated(90), WORDS).passed
    short = run_check(FIXED, rated(89), WORDS)
    assert (short.passed, short.missing, short.message) == (False, 1, "还差1")
    assert short.required == "疫苗接种率不低于90%"


def test_those_left_out_are_no_part_of_the_denominator() -> None:
    assert run_check(FIXED, rated(81, 100, 10), WORDS).passed
    assert not run_check(FIXED, rated(80, 100, 10), WORDS).passed


def test_a_share_must_be_above_the_benchmark_of_the_day() -> None:
    yesterday = replace(rated(91, until=ON - timedelta(days=1)), on=ON - timedelta(days=1))
    assert run_check(ABOVE, yesterday, WORDS).passed
    assert not run_check(ABOVE, rated(91), WORDS).passed
    assert run_check(ABOVE, rated(92), WORDS).passed
    equal = replace(yesterday, figures={"vaccination": FigureFact(90, 100, yesterday.on)})
    assert run_check(ABOVE, equal, WORDS).missing == 1


def test_nothing_is_above_a_benchmark_that_is_not_there_or_at_a_hundred() -> None:
    early = replace(rated(100, until=date(2022, 9, 1)), on=date(2022, 9, 1))
    assert "不能比较" in run_check(ABOVE, early, WORDS).message
    full = COUNTY.model_copy(
        update={"values": (BenchmarkValue(since=date(2022, 1, 1), percent=Decimal(100), source="县"),)}
    )
    assert not run_check(ABOVE, rated(100), Vocabulary(benchmarks={"county": full})).passed


@pytest.mark.parametrize(
    ("check", "facts", "says"),
    [
        (FIXED, UnitFacts(ON, "village"), "尚未登记疫苗接种率"),
        (FIXED, rated(100, until=ON + timedelta(days=1)), "尚未登记疫苗接种率"),
        (FIXED, rated(100, until=ON - timedelta(days=31)), "已超过30天"),
        (FIXED.model_copy(update={"minimum_denominator": 101}), rated(100), "分母还差1"),
    ],
)
def test_what_is_not_recorded_or_old_or_too_little_says_nothing(
    check: RateCheck, facts: UnitFacts, says: str
) -> None:
    result = run_check(check, facts, WORDS)
    assert not result.passed
    assert says in result.message
    assert run_check(FIXED, rated(100, until=ON - timedelta(days=30)), WORDS).passed


@given(st.integers(1, 200), st.integers(0, 200), st.integers(0, 99), st.integers(1, 100))
def test_what_is_missing_is_what_it_takes(numerator: int, more: int, excluded: int, percent: int) -> None:
    check = FIXED.model_copy(update={"at_least_percent": percent})
    facts = rated(numerator, numerator + more + excluded, excluded)
    result = run_check(check, facts, WORDS)
    if result.missing is not None:
        assert run_check(
            check, rated(numerator + result.missing, numerator + more + excluded, excluded)
        ).passed
        less = numerator + result.missing - 1
        assert not run_check(check, rated(less, numerator + more + excluded, excluded)).passed


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"settled_on": None}, True),
        ({"settled_on": ON - timedelta(days=5)}, False),
        ({"substantiated": False}, False),
        ({"substantiated": None, "settled_on": None}, False),
        ({"about_epidemic": False}, False),
        ({"received_on": ON - timedelta(days=30)}, False),
        ({"received_on": ON - timedelta(days=29)}, True),
    ],
)
def test_a_complaint_counts_when_substantiated_about_the_epidemic_and_overdue(
    changes: dict[str, object], counts: bool
) -> None:
    """Open question 17."""
    complaint = replace(SUBSTANTIATED, **changes)  # type: ignore[arg-type]
    assert run_check(NONE, complained(complaint)).passed is not counts


def test_a_scheme_may_count_those_settled_in_time_and_allow_some() -> None:
    in_time = replace(SUBSTANTIATED, settled_on=ON - timedelta(days=6))
    strict = NONE.model_copy(update={"in_time_too": True})
    assert not run_check(strict, complained(in_time)).passed
    assert run_check(strict.model_copy(update={"at_most": 1}), complained(in_time)).passed
    assert run_check(NONE, complained()).passed
