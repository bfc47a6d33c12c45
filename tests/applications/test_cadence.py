"""Intake on fixed days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schema.applications.rules.cadence import cadence_refusal, next_opening, takes_in
from schema.guidelines.rules.format import Cadence

FIRST_FIVE = Cadence(opens_on_days=(1,), open_days=5)


def test_open_from_the_day_for_so_many_days() -> None:
    november = [day for day in range(1, 31) if takes_in(FIRST_FIVE, date(2022, 11, day))]
    assert november == [1, 2, 3, 4, 5]
    assert cadence_refusal(FIRST_FIVE, date(2022, 11, 5)) is None
    assert cadence_refusal(None, date(2022, 11, 6)) is None


def test_a_refusal_tells_the_next_opening() -> None:
    refusal = cadence_refusal(FIRST_FIVE, date(2022, 12, 31))
    assert refusal is not None
    assert refusal.details == {"opensOn": "2023-01-01", "openDays": 5}


def test_a_span_reaches_into_the_next_month() -> None:
    late = Cadence(opens_on_days=(28,), open_days=5)
    assert takes_in(late, date(2023, 3, 4))
    assert not takes_in(late, date(2023, 3, 5))
    assert takes_in(late, date(2022, 12, 2))


def test_a_day_the_month_does_not_have_is_its_last() -> None:
    """Month ends: 31 means the last day, in February too; a span that began in January ends in it."""
    ends = Cadence(opens_on_days=(31,), open_days=1)
    days = [next_opening(ends, date(2023, month, 5)).day for month in range(1, 7)]
    assert days == [31, 28, 31, 30, 31, 30]
    assert next_opening(ends, date(2024, 2, 1)) == date(2024, 2, 29)
    both = Cadence(opens_on_days=(30, 31), open_days=2)
    assert [day for day in range(1, 29) if takes_in(both, date(2023, 2, day))] == [1, 28]
    assert takes_in(both, date(2023, 3, 1))


def test_every_so_many_days_from_a_first_day() -> None:
    """Each opening lies a whole number of spans after the first; before it intake is closed."""
    rhythm = Cadence(every_days=10, first_on=date(2022, 11, 25), open_days=2)
    assert not takes_in(rhythm, date(2022, 11, 15))
    assert next_opening(rhythm, date(2022, 1, 1)) == date(2022, 11, 25)
    open_days = [
        day for day in (date(2022, 12, 1) + timedelta(days=n) for n in range(20)) if takes_in(rhythm, day)
    ]
    assert open_days == [date(2022, 12, day) for day in (5, 6, 15, 16)]
    assert next_opening(rhythm, date(2022, 12, 5)) == date(2022, 12, 15)
    refusal = cadence_refusal(rhythm, date(2022, 12, 7))
    assert refusal is not None
    assert refusal.details == {"opensOn": "2022-12-15", "openDays": 2}


@given(
    st.lists(st.integers(1, 28), min_size=1, max_size=4),
    st.integers(1, 28),
    st.dates(max_value=date(9000, 1, 1)),
)
def test_the_next_opening_is_open_and_was_not_missed(days: list[int], length: int, day: date) -> None:
    cadence = Cadence(opens_on_days=tuple(days), open_days=length)
    opening = next_opening(cadence, day)
    assert opening > day
    assert takes_in(cadence, opening)
    between = (day + timedelta(days=ahead) for ahead in range(1, (opening - day).days))
    assert not any(each.day in days for each in between)
