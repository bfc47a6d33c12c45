"""On which days an area is listed, and to which class its level puts a returnee (B-d)."""

from datetime import date, timedelta

import pytest

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import EventClass
from schema.key_areas.rules import ancestry, class_by_level, class_fault, is_listed, padded, require_end

FIRST, LAST = date(2022, 11, 10), date(2022, 11, 15)
DAY = timedelta(days=1)
CLASSES = (
    EventClass(id="high_returnee", name="高", counts_as="key_area_returnee", area_levels=("high", "mid")),
    EventClass(id="returnee", name="其他", counts_as="key_area_returnee"),
)


@pytest.mark.parametrize(
    ("days", "listed"),
    [
        ({FIRST}, True),
        ({LAST}, True),
        ({FIRST - DAY, FIRST}, True),
        ({LAST, LAST + DAY}, True),
        ({FIRST - DAY}, False),
        ({LAST + DAY}, False),
    ],
)
def test_the_day_of_departure_or_of_arrival_counts(days: set[date], listed: bool) -> None:
    assert is_listed(FIRST, LAST, days) is listed
    assert is_listed(FIRST, None, days) is (max(days) >= FIRST)


def test_an_entry_ends_earlier_but_never_later_than_it_was_to() -> None:
    require_end(FIRST, None, LAST, LAST)
    require_end(FIRST, LAST, FIRST, LAST)
    for until in (LAST, LAST + DAY):
        with pytest.raises(DomainError) as refusal:
            require_end(FIRST, LAST, until, LAST)
        assert refusal.value.code is ErrorCode.AREA_ENDED


def test_the_level_tells_the_class_and_a_class_told_must_agree() -> None:
    assert class_by_level(CLASSES, "mid") == "high_returnee"
    assert class_by_level(CLASSES, "low") is None
    assert class_by_level(CLASSES, None) is None
    assert class_fault(CLASSES, "high_returnee", "high") is None
    assert class_fault(CLASSES, "returnee", "high") is None
    fault = class_fault(CLASSES, "high_returnee", "low")
    assert fault is not None
    assert (fault.code, fault.field) == (ErrorCode.INVALID_INPUT, ("eventClass",))


def test_a_division_is_the_same_however_long_its_code_is_written() -> None:
    assert padded("110105") == padded("110105000") == padded("110105000000")
    assert ancestry("110105") == ancestry("110105000000")
    assert ancestry("110105001002") == (
        "110105001002",
        "110105001000",
        "110105000000",
        "110100000000",
        "110000000000",
    )


@pytest.mark.parametrize("code", ["", "1101050", "１１０１０５", "北京", "110105 ", "1101050010021"])
def test_what_is_no_code_of_a_division_lies_in_none(code: str) -> None:
    assert ancestry(code) == ()
