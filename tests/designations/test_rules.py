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


def test_b_w1_a_name_is_numbered_by_district_kind_and_year() -> None:
    """In the guideline's words; a pattern that does not show the district is given it in front."""
    assert format_number(PLAIN, "qijiang", "楼栋", 2022, 7) == "WL-qijiang-楼栋-2022-0007"
    assert series_of(PLAIN, "qijiang", "楼栋", 2022) == "WL-qijiang-楼栋-2022-#"
    short = Naming(prefix="W", pattern="{prefix}{sequence}")
    assert format_number(short, "qijiang", "楼栋", 2022, 7) == "qijiang-W7"
    assert series_of(short, "qijiang", "楼栋", 2022) == "qijiang-W#"
    official = Naming(prefix="无疫", pattern="{prefix}{kind}〔{year}〕{district}第{sequence:03d}号")
    assert format_number(official, "qijiang", "村", 2022, 12) == "无疫村〔2022〕qijiang第012号"


@given(
    PATTERNS,
    st.sets(
        st.tuples(
            st.sampled_from(["qijiang", "banan"]),
            st.sampled_from(["楼栋", "社"]),
            st.integers(2020, 2030),
        )
    ),
)
def test_b_w1_numbers_counted_in_their_series_never_repeat(
    pattern: str, namings: set[tuple[str, str, int]]
) -> None:
    """Each district counts for itself, and yet no two of them share a number."""
    naming = Naming(prefix="W", pattern=pattern)
    latest: dict[str, int] = {}
    numbers = []
    for (district, kind, year), _ in product(sorted(namings), range(2)):
        series = series_of(naming, district, kind, year)
        latest[series] = latest.get(series, 0) + 1
        numbers.append(format_number(naming, district, kind, year, latest[series]))
    assert len(numbers) == len(set(numbers))


def test_b_m4_every_cause_has_a_public_text_and_every_event_a_cause() -> None:
    assert len({public_text(cause) for cause in Cause}) == len(Cause)
    assert len({cause_of_event(kind) for kind in EventKind}) == len(EventKind)
