"""Days off that no yearly notice has to announce: 全国年节及纪念日放假办法, as in force since 1 January 2025."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from lunar_python import Lunar, LunarMonth, Solar

IN_FORCE_SINCE = 2025
"""First year of the regulation as it stands; years before had others, and are in every package."""
_SOLAR = (
    (1, 1, "元旦"),
    (5, 1, "劳动节"),
    (5, 2, "劳动节"),
    (10, 1, "国庆节"),
    (10, 2, "国庆节"),
    (10, 3, "国庆节"),
)
_LUNAR = ((1, 1, "春节"), (1, 2, "春节"), (1, 3, "春节"), (5, 5, "端午节"), (8, 15, "中秋节"))


@lru_cache(maxsize=256)
def fixed_days(year: int) -> Mapping[date, str]:
    """Name the days off of a year by the standing regulation; two feasts on one day are both named."""
    found: dict[date, str] = {}
    if year >= IN_FORCE_SINCE:
        for day, name in sorted(_feasts(year)):
            found[day] = f"{found[day]}、{name}" if day in found else name
    return MappingProxyType(found)


def _feasts(year: int) -> Iterator[tuple[date, str]]:
    for month, day, name in _SOLAR:
        yield date(year, month, day), name
    for month, day, name in _LUNAR:
        yield _lunar(year, month, day), name
    yield _lunar(year, 1, 1) - timedelta(days=1), "除夕"
    yield _day_of(Lunar.fromYmd(year, 1, 1).getJieQiTable()["清明"]), "清明节"


def _lunar(year: int, month: int, day: int) -> date:
    """Find a day of the lunar year that begins in a year; no leap month."""
    first = LunarMonth.fromYm(year, month).getFirstJulianDay()
    return _day_of(Solar.fromJulianDay(first)) + timedelta(days=day - 1)


def _day_of(solar: Solar) -> date:
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
