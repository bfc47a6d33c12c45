"""Names: numbers (B-W1 命名) and causes (B-M4 摘牌销号)."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from schema.designations.rules import (
    Cause,
    cause_of_event,
    format_number,
    public_text,
    series_of,
)
from schema.events.rules import EventKind
from schema.guidelines.rules.format import Naming

PLAIN = Naming(prefix="WL")
PATTERNS = st.sampled_from(
    [PLAIN.pattern, "{prefix}{sequence}", "{prefix}-{year}-{sequence:06d}", "{prefix}/{kind}/{sequence}"]
)


def test_b_w1_a_name_is_numbered_by_kind_and_year() -> None:
    assert format_number(PLAIN, "building", 2022, 7) == "WL-building-2022-0007"
    assert series_of(PLAIN, "building", 2022) == "building-2022"
    assert series_of(Naming(prefix="W", pattern="{prefix}{sequence}"), "building", 2022) == "all"


@given(PATTERNS, st.sets(st.tuples(st.sampled_from(["building", "group"]), st.integers(2020, 2030))))
def test_b_w1_numbers_counted_in_their_series_never_repeat(
    pattern: str, namings: set[tuple[str, int]]
) -> None:
    naming = Naming(prefix="W", pattern=pattern)
    latest: dict[str, int] = {}
    numbers = []
    for (kind, year), _ in product(sorted(namings), range(2)):
        series = series_of(naming, kind, year)
        latest[series] = latest.get(series, 0) + 1
        numbers.append(format_number(naming, kind, year, latest[series]))
    assert len(numbers) == len(set(numbers))


def test_b_m4_every_cause_has_a_public_text_and_every_event_a_cause() -> None:
    assert len({public_text(cause) for cause in Cause}) == len(Cause)
    assert len({cause_of_event(kind) for kind in EventKind}) == len(EventKind)
