"""Windows of changing length and other bases, controlled classes, test gates: B-a … B-e, B-i, T-D1."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.criteria.rules import run_check
from schema.criteria.rules.facts import EventFact, TestRoundFact, UnitFacts
from schema.guidelines.rules.format import (
    LatestRoundCheck,
    LengthChange,
    NoneOfCheck,
    TestDaysCheck,
    WindowCheck,
)

ON = date(2022, 12, 10)
FACTS = UnitFacts(ON, "building")
SEVEN_THEN_FIVE = WindowCheck(
    kind="window", events=("case",), days=7, changes=(LengthChange(since=date(2022, 12, 5), days=5),)
)
LIFTED = WindowCheck(kind="window", events=("risk_zone",), days=3, basis="ended")
NEVER = WindowCheck(kind="window", events=("case",), days=None)
DAYS_3_AND_5 = TestDaysCheck(kind="test_days", events=("case",), on_days=(3, 5))
LATEST = LatestRoundCheck(kind="latest_round", within_days=3, percent=95)


def case(on: date, **more: bool) -> EventFact:
    return EventFact("case", on, on, **more)


def full(on: date) -> TestRoundFact:
    return TestRoundFact(on, 100, 100)


def ago(days: int) -> date:
    return ON - timedelta(days=days)


@pytest.mark.parametrize(
    ("last", "on", "passed", "eligible"),
    [
        (
            date(2022, 11, 28),
            date(2022, 12, 4),
            False,
            date(2022, 12, 5),
        ),  # day 6 of 7; the shorter one comes
        (date(2022, 11, 28), date(2022, 12, 5), True, None),
        (date(2022, 11, 30), date(2022, 12, 4), False, date(2022, 12, 5)),  # 5 of 7 today, 5 of 5 tomorrow
        (date(2022, 11, 30), date(2022, 12, 5), True, None),
        (date(2022, 12, 4), date(2022, 12, 8), False, date(2022, 12, 9)),
        (date(2022, 12, 4), date(2022, 12, 9), True, None),
    ],
)
def test_b_a_seven_days_until_a_date_then_five(
    last: date, on: date, passed: bool, eligible: date | None
) -> None:
    result = run_check(SEVEN_THEN_FIVE, UnitFacts(on, "building", (case(last),)))
    assert (result.passed, result.eligible_from) == (passed, eligible)
    assert result.missing == ((eligible - on).days if eligible else None)


@given(
    st.integers(1, 20),
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 20)), max_size=3, unique_by=lambda change: change[0]
    ),
    st.integers(0, 30),
)
def test_b_a_the_day_told_is_the_first_that_passes(
    days: int, changes: list[tuple[int, int]], age: int
) -> None:
    check = WindowCheck(
        kind="window",
        events=("case",),
        days=days,
        changes=tuple(
            LengthChange(since=ON + timedelta(days=day - 15), days=new) for day, new in sorted(changes)
        ),
    )
    facts = replace(FACTS, events=(case(ago(age)),))
    result = run_check(check, facts)
    if result.passed:
        return
    assert result.eligible_from is not None
    assert result.missing == (result.eligible_from - ON).days
    day = ON
    while day < result.eligible_from:
        assert not run_check(check, replace(facts, on=day)).passed
        day += timedelta(days=1)
    assert run_check(check, replace(facts, on=day)).passed


def test_question_1_a_window_may_count_from_the_end_of_a_state() -> None:
    """B-e: three days after the zone was lifted; a zone that goes on fails without a day."""
    zone = EventFact("risk_zone", ago(20), ago(20), ended_on=ago(3))
    assert run_check(LIFTED, replace(FACTS, events=(zone,))).passed
    early = run_check(LIFTED, replace(FACTS, events=(replace(zone, ended_on=ago(1)),)))
    assert (early.passed, early.eligible_from) == (False, ON + timedelta(days=2))
    for end in (None, ON + timedelta(days=1)):
        going_on = run_check(LIFTED, replace(FACTS, events=(replace(zone, ended_on=end),)))
        assert (going_on.passed, going_on.eligible_from) == (False, None)


def test_t_d1_never_means_never() -> None:
    assert run_check(NEVER, FACTS).passed
    long_ago = run_check(NEVER, replace(FACTS, events=(case(date(2020, 1, 25)),)))
    assert (long_ago.passed, long_ago.eligible_from, long_ago.missing) == (False, None, None)


def test_b_b_b_d_classes_allowed_if_controlled_do_no_harm_while_they_are() -> None:
    check = NoneOfCheck(
        kind="none_of",
        events=("close_contact", "key_area_returnee"),
        allowed_if_controlled=("close_contact",),
    )
    contact = EventFact("close_contact", ago(1), ago(1))
    assert not run_check(check, replace(FACTS, events=(contact,))).passed
    assert run_check(check, replace(FACTS, events=(replace(contact, in_central_quarantine=True),))).passed
    returnee = EventFact("key_area_returnee", ago(1), ago(1), in_central_quarantine=True)
    assert not run_check(check, replace(FACTS, events=(returnee,))).passed


@pytest.mark.parametrize(
    ("rounds", "events", "passed"),
    [
        ((), (), False),
        ((full(ago(1)),), (), True),
        ((full(ago(90)),), (), True),
        ((full(ago(90)), TestRoundFact(ago(30), 100, 94)), (), False),
        ((full(ago(30)),), (case(ago(30)),), False),
        ((full(ON + timedelta(days=1)),), (), False),
    ],
)
def test_b_i_the_latest_round_without_a_window_may_be_long_ago(
    rounds: tuple[TestRoundFact, ...], events: tuple[EventFact, ...], passed: bool
) -> None:
    """Only the window is gone: coverage and result of the latest round count as ever, and none is none."""
    ever = LatestRoundCheck(kind="latest_round", percent=95)
    assert run_check(ever, replace(FACTS, test_rounds=rounds, events=events)).passed is passed
    assert "天内" not in run_check(ever, FACTS).required


@pytest.mark.parametrize(
    ("rounds", "more", "passed", "missing"),
    [
        ((), (), False, 2),
        ((full(ago(7)), full(ago(5))), (), True, None),  # day 3 and day 5 after the case ten days ago
        ((full(ago(7)),), (), False, 1),
        ((full(ago(7)), full(ago(4))), (), False, 1),  # a day late
        ((full(ago(7)), TestRoundFact(ago(5), 100, 99)), (), False, 1),
        ((full(ago(7)), full(ago(5))), (case(ago(5), in_central_quarantine=True),), True, None),
        ((full(ago(7)), full(ago(5))), (case(ago(5), above=True),), True, None),
    ],
)
def test_b_i_everybody_negative_on_days_of_the_window(
    rounds: tuple[TestRoundFact, ...], more: tuple[EventFact, ...], passed: bool, missing: int | None
) -> None:
    facts = replace(FACTS, events=(case(ago(10)), *more), test_rounds=rounds)
    result = run_check(DAYS_3_AND_5, facts)
    assert (result.passed, result.missing) == (passed, missing)


def test_b_i_days_to_come_are_told_and_grace_lets_make_up() -> None:
    recent = replace(FACTS, events=(case(ago(3)),))
    assert "第3天（2022-12-10）检测" in run_check(DAYS_3_AND_5, recent).message
    missed = replace(FACTS, events=(case(ago(10)),), test_rounds=(full(ago(7)), full(ago(4))))
    assert "已错过" in run_check(DAYS_3_AND_5, missed).message
    assert run_check(DAYS_3_AND_5.model_copy(update={"grace_days": 1}), missed).passed


def test_b_i_without_an_event_of_the_last_year_nobody_need_be_tested() -> None:
    assert run_check(DAYS_3_AND_5, FACTS).passed
    assert run_check(DAYS_3_AND_5, replace(FACTS, events=(case(ago(366)),))).passed
    assert not run_check(DAYS_3_AND_5, replace(FACTS, events=(case(ago(365)),))).passed


@pytest.mark.parametrize(
    ("rounds", "events", "passed"),
    [
        ((), (), False),
        ((full(ago(2)),), (), True),
        ((full(ago(3)),), (), False),
        ((full(ago(2)), TestRoundFact(ago(1), 100, 94)), (), False),
        ((full(ago(2)), TestRoundFact(ago(1), 100, 95)), (), True),
        ((full(ago(2)),), (case(ago(2)),), False),
        ((TestRoundFact(ago(1), 0, 0),), (), False),
        ((full(ago(1)), full(ON + timedelta(days=1))), (), True),
    ],
)
def test_b_i_the_latest_round_is_recent_full_and_negative(
    rounds: tuple[TestRoundFact, ...], events: tuple[EventFact, ...], passed: bool
) -> None:
    assert run_check(LATEST, replace(FACTS, test_rounds=rounds, events=events)).passed is passed
