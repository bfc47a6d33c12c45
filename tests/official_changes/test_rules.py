"""Terms of roles by local days, and what was seen of a departure: pure."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.frame.errors import DomainError, ErrorCode
from schema.official_changes.rules import (
    Moment,
    Term,
    earlier_end,
    later_end,
    replacing_term,
    require_seen,
    token_of,
)
from schema.officials.rules import TERM_LIMIT, RoleState, begin_of, end_of, last_day_of, state_of

ZONE = "Asia/Shanghai"
NOW = datetime(2022, 11, 20, 4, tzinfo=UTC)
TODAY = date(2022, 11, 20)
AT = Moment(NOW, TODAY, ZONE)
BEGAN = NOW - timedelta(days=30)
DAYS = st.dates(TODAY, TODAY + TERM_LIMIT)


def refused(error: pytest.ExceptionInfo[DomainError]) -> tuple[ErrorCode, tuple[str, ...]]:
    return error.value.code, error.value.field


@given(DAYS, st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "UTC", "America/New_York", "Europe/London"]))
def test_a_role_ends_with_the_midnight_after_its_last_day(day: date, zone: str) -> None:
    ends = end_of(day, zone)
    assert last_day_of(ends, zone) == day
    assert begin_of(day, zone) < ends
    assert state_of(BEGAN, ends, ends - timedelta(microseconds=1)) is RoleState.HELD
    assert state_of(BEGAN, ends, ends) is RoleState.ENDED


def test_how_a_role_stands() -> None:
    assert state_of(NOW, None, NOW) is RoleState.HELD
    assert state_of(NOW, None, NOW - timedelta(seconds=1)) is RoleState.COMING
    assert state_of(NOW, NOW, NOW - timedelta(days=1)) is RoleState.ENDED
    assert last_day_of(None, ZONE) is None


def test_a_role_ends_at_once_or_with_a_day() -> None:
    assert earlier_end(Term(BEGAN, None), None, AT) == NOW
    assert earlier_end(Term(BEGAN, None), TODAY, AT) == datetime(2022, 11, 20, 16, tzinfo=UTC)
    later = NOW + timedelta(days=9)
    assert earlier_end(Term(later, None), None, AT) == later  # one that has not begun never does


@pytest.mark.parametrize(
    ("term", "day"),
    [
        (Term(BEGAN, None), TODAY - timedelta(days=1)),
        (Term(BEGAN, None), date.max),
        (Term(BEGAN, None), date.min),
        (Term(NOW + timedelta(days=9), None), TODAY + timedelta(days=3)),
        (Term(BEGAN, end_of(TODAY, ZONE)), TODAY),
        (Term(BEGAN, end_of(TODAY, ZONE)), TODAY + timedelta(days=1)),
    ],
)
def test_what_is_no_earlier_end_is_refused(term: Term, day: date) -> None:
    with pytest.raises(DomainError) as error:
        earlier_end(term, day, AT)
    assert refused(error) == (ErrorCode.INVALID_INPUT, ("lastDay",))
    assert earlier_end(Term(BEGAN, None), TODAY, AT)


def test_a_role_goes_on_longer_or_for_ever() -> None:
    term = Term(BEGAN, end_of(TODAY, ZONE))
    assert later_end(term, None, AT) is None
    assert later_end(term, TODAY + timedelta(days=1), AT) == end_of(TODAY + timedelta(days=1), ZONE)


@pytest.mark.parametrize(
    ("term", "day"),
    [
        (Term(BEGAN, None), TODAY),
        (Term(BEGAN, end_of(TODAY, ZONE)), TODAY),
        (Term(BEGAN, end_of(TODAY, ZONE)), TODAY - timedelta(days=3)),
        (Term(BEGAN, end_of(TODAY, ZONE)), date.max),
    ],
)
def test_what_is_no_later_end_is_refused(term: Term, day: date) -> None:
    with pytest.raises(DomainError) as error:
        later_end(term, day, AT)
    assert refused(error) == (ErrorCode.INVALID_INPUT, ("lastDay",))


@given(st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)
def test_a_replacement_begins_when_the_other_ends(
    first: date | None, last: date | None, present: date | None
) -> None:
    """No gap and no overlap; it never ends before it began, nor begins where the other has ended."""
    term = Term(BEGAN, end_of(present, ZONE) if present else None)
    found: Term | DomainError
    try:
        found = replacing_term(term, first, last, AT)
    except DomainError as error:
        found = error
    if isinstance(found, DomainError):
        assert (found.code, len(found.field)) == (ErrorCode.INVALID_INPUT, 1)
        assert found.field[0] in {"firstDay", "lastDay"}
        return
    assert found.starts == (NOW if first in {None, TODAY} else begin_of(first or TODAY, ZONE))
    assert found.ends == (end_of(last, ZONE) if last else term.ends)
    assert found.ends is None or found.starts < found.ends
    assert term.ends is None or found.starts < term.ends


def test_a_departure_is_confirmed_as_it_was_seen() -> None:
    seen = token_of(["a", "b"], ["c"])
    assert seen == token_of(["b", "a"], ["c"])
    assert seen != token_of(["a"], ["b", "c"])
    require_seen(seen, seen)
    for preview, code in ((None, ErrorCode.CONFIRMATION_REQUIRED), ("else", ErrorCode.STALE_PREVIEW)):
        with pytest.raises(DomainError) as error:
            require_seen(seen, preview)
        assert refused(error) == (code, ("preview",))
