"""The national calendar: what stands by regulation, what waits for a notice, and how two are told apart."""

from datetime import date, timedelta

import pytest

from schema.calendars.rules import (
    INSTALLED,
    Arranged,
    DayOverride,
    DaySource,
    NationalCalendar,
    WorkingCalendar,
    fixed_days,
)

UNTIL_2026 = INSTALLED.before(2027)
NOTICE_2027 = {
    date(2026, 12, 27): Arranged(False, "元旦"),
    **{date(2027, 1, day): Arranged(True, "元旦") for day in (1, 2, 3, 4)},
}


@pytest.mark.parametrize(
    ("first", "last", "feast"),
    [
        (date(2027, 1, 1), date(2027, 1, 1), "元旦"),
        (date(2027, 2, 5), date(2027, 2, 5), "除夕"),
        (date(2027, 2, 6), date(2027, 2, 8), "春节"),
        (date(2027, 4, 5), date(2027, 4, 5), "清明节"),
        (date(2027, 5, 1), date(2027, 5, 2), "劳动节"),
        (date(2027, 6, 9), date(2027, 6, 9), "端午节"),
        (date(2027, 9, 15), date(2027, 9, 15), "中秋节"),
        (date(2027, 10, 1), date(2027, 10, 3), "国庆节"),
        (date(2028, 1, 25), date(2028, 1, 25), "除夕"),
        (date(2031, 10, 1), date(2031, 10, 1), "中秋节、国庆节"),
    ],
)
def test_days_fixed_by_regulation_are_off_in_a_year_nobody_arranged(
    first: date, last: date, feast: str
) -> None:
    for ahead in range((last - first).days + 1):
        found = UNTIL_2026.look_up(first + timedelta(days=ahead))
        assert (found.working, found.source, found.provisional) == (False, DaySource.STATUTORY, False)
        assert found.reason == f"{feast}放假（法定节假日；该年调休安排尚未公布）"


def test_thirteen_days_a_year_and_never_the_leap_month() -> None:
    """2025 has a sixth month twice, 2033 an eleventh: the Spring Festival of 2034 is no month early."""
    assert {year: len(fixed_days(year)) for year in (2025, 2027, 2034)} == {2025: 13, 2027: 13, 2034: 13}
    assert date(2034, 2, 19) in fixed_days(2034)
    assert date(2025, 10, 6) in fixed_days(2025)
    assert fixed_days(2024) == {}


@pytest.mark.parametrize("year", [2025, 2026])
def test_lunar_days_and_solar_term_are_those_of_the_notices(year: int) -> None:
    """What the notices of two years gave is what the regulation and the lunar calendar give."""
    assert [day for day in fixed_days(year) if INSTALLED.look_up(day).working] == []


def test_all_else_of_a_year_nobody_arranged_is_provisional() -> None:
    assert UNTIL_2026.look_up(date(2027, 1, 4)).provisional
    assert UNTIL_2026.look_up(date(2027, 2, 13)).provisional
    assert not UNTIL_2026.look_up(date(2026, 11, 30)).provisional
    assert WorkingCalendar({date(2027, 1, 4): DayOverride(True, "值班")}, UNTIL_2026).look_up(
        date(2027, 1, 4)
    ) == WorkingCalendar({date(2027, 1, 4): DayOverride(True, "值班")}).look_up(date(2027, 1, 4))
    assert (
        not WorkingCalendar({date(2027, 1, 4): DayOverride(True, "值班")})
        .look_up(date(2027, 1, 4))
        .provisional
    )


def test_the_last_days_of_december_wait_for_the_next_year() -> None:
    """Notices have made up 29 to 31 December; as long as the next is not known the last week is provisional."""
    december = [date(2026, 12, day) for day in range(20, 32)]
    waiting = [day.day for day in december if UNTIL_2026.look_up(day).provisional]
    assert waiting == list(range(25, 32))
    assert UNTIL_2026.look_up(date(2026, 12, 27)).reason == "周末（次年放假安排尚未公布，岁末可能调休）"
    learnt = UNTIL_2026.learn(2027, NOTICE_2027)
    assert not any(learnt.look_up(day).provisional for day in december)
    assert learnt.look_up(date(2026, 12, 27)).working
    assert learnt.look_up(date(2026, 12, 27)).reason == "元旦调休上班"
    assert not INSTALLED.look_up(date(2022, 12, 31)).working


def test_a_notice_that_reaches_into_december_is_unlearnt_with_its_year() -> None:
    assert UNTIL_2026.learn(2027, NOTICE_2027).before(2027) == UNTIL_2026
    assert INSTALLED.before(2023).known_through == 2022
    assert INSTALLED.before(2023).look_up(date(2023, 1, 22)).working is False
    assert (
        INSTALLED.before(2019).look_up(date(2018, 12, 29)).reason
        == "周末（次年放假安排尚未公布，岁末可能调休）"
    )


def test_calendars_are_told_apart_by_what_is_worked() -> None:
    learnt = UNTIL_2026.learn(2027, NOTICE_2027)
    renamed = UNTIL_2026.learn(2027, {day: Arranged(said.off, "新年") for day, said in NOTICE_2027.items()})
    longer = UNTIL_2026.learn(2027, {**NOTICE_2027, date(2027, 1, 5): Arranged(True, "元旦")})
    same = NationalCalendar(UNTIL_2026.years, dict(UNTIL_2026.arranged))
    assert same.fingerprint == UNTIL_2026.fingerprint
    assert renamed.fingerprint == learnt.fingerprint
    assert len({each.fingerprint for each in (UNTIL_2026, learnt, longer)}) == 3


def test_a_deadline_does_not_fall_on_new_years_day() -> None:
    """Thursday 31 December 2026 and one working day: Monday, not the Friday that is 1 January."""
    assert WorkingCalendar(national=UNTIL_2026).add(date(2026, 12, 31), 1) == date(2027, 1, 4)
