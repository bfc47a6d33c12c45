"""Working days: the national calendar, what a district says of its days, and counting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.calendars.rules import FARTHEST, DayOverride, DaySource, WorkingCalendar

NATIONAL = WorkingCalendar()


@pytest.mark.parametrize(
    ("day", "working", "source", "reason"),
    [
        (date(2022, 11, 21), True, DaySource.WEEKDAY, "工作日"),
        (date(2022, 11, 20), False, DaySource.WEEKDAY, "周末"),
        (date(2022, 10, 3), False, DaySource.STATUTORY, "国庆节放假"),
        (date(2022, 10, 8), True, DaySource.STATUTORY, "国庆节调休上班"),
        (date(2023, 1, 28), True, DaySource.STATUTORY, "春节调休上班"),
        (date(2099, 1, 1), False, DaySource.STATUTORY, "元旦放假（法定节假日；该年调休安排尚未公布）"),
        (date(2099, 1, 2), True, DaySource.WEEKDAY, "周一至周五（该年放假安排尚未公布，按星期计）"),
        (date(2099, 1, 3), False, DaySource.WEEKDAY, "周末（该年放假安排尚未公布，按星期计）"),
        (date(1999, 10, 1), True, DaySource.WEEKDAY, "周一至周五（该年放假安排未收录，按星期计）"),
    ],
)
def test_the_national_calendar(day: date, working: bool, source: DaySource, reason: str) -> None:
    """A Saturday that is worked, a Monday that is not; a year nobody announced: fixed days, and the week."""
    found = NATIONAL.look_up(day)
    assert (found.working, found.source, found.reason) == (working, source, reason)


def test_the_districts_word_counts_more() -> None:
    own = WorkingCalendar({date(2022, 11, 21): DayOverride(False, "全员检测")})
    found = own.look_up(date(2022, 11, 21))
    assert (found.working, found.source, found.reason) == (False, DaySource.TENANT, "全员检测")
    assert own.add(date(2022, 11, 18), 1) == date(2022, 11, 22)


def test_days_over_a_holiday() -> None:
    """From Friday 30 September 2022: a week off, then Saturday and Sunday worked."""
    assert NATIONAL.add(date(2022, 9, 30), 1) == date(2022, 10, 8)
    assert NATIONAL.add(date(2022, 9, 30), 3) == date(2022, 10, 10)
    assert NATIONAL.count(date(2022, 9, 30), date(2022, 10, 10)) == 3


def test_a_calendar_without_working_days_gives_an_answer() -> None:
    start = date(2022, 11, 20)
    idle = WorkingCalendar(
        {start + timedelta(days=ahead): DayOverride(False, "停工") for ahead in range(FARTHEST + 2)}
    )
    assert idle.add(start, 1) == start + timedelta(days=FARTHEST)


DAYS = st.dates(date(2003, 1, 1), date(2032, 1, 1))
OVERRIDES = st.dictionaries(DAYS, st.builds(DayOverride, st.booleans(), st.just("本区安排")), max_size=5)


@given(OVERRIDES, DAYS, st.integers(0, 40))
def test_adding_and_counting_agree(overrides: dict[date, DayOverride], day: date, ahead: int) -> None:
    calendar = WorkingCalendar(overrides)
    due = calendar.add(day, ahead)
    assert calendar.count(day, due) == ahead
    assert ahead == 0 or calendar.look_up(due).working


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_spans_add_up(day: date, first: int, second: int) -> None:
    """A clock that stopped and went on counted the same days as one that ran through."""
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    assert NATIONAL.count(day, middle) + NATIONAL.count(middle, end) == NATIONAL.count(day, end)
