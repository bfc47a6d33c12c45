"""What a scheme counts by beyond what every scheme has: code lists, risk levels, classes of events, benchmarks."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from schema.guidelines.rules.format.base import CODE, Code, Control, EventKind, Name, Part


class CodedName(Part):
    """An entry of an extensible code list."""

    id: str = Field(pattern=CODE)
    name: Name


class RiskLevel(CodedName):
    """A risk level of the official vocabulary; `abolished_on` is the day it ceased (open question 13).

    The level of an area is that of the zone over it; of several, the one listed first. The level marked
    `without_zone` holds wherever there is no zone.
    """

    abolished_on: date | None = None
    without_zone: bool = False


class EventClass(CodedName):
    """A scheme's own class of events or people; each counts as one of the kinds every scheme has.

    Returnees from a listed area at one of the risk levels `area_levels` belong to the class by themselves. Where a
    check allows the class if it is controlled, `controls` are those that will do; without any only `central`.
    """

    counts_as: EventKind
    controls: tuple[Control, ...] = Field(default=(), max_length=3)
    area_levels: tuple[Code, ...] = ()


class Figure(CodedName):
    """A share that is recorded for a unit and a period; `excludes` says whom its denominator leaves out.

    One that counts residents has at least as many in its denominator as the roster of the period's last day.
    """

    excludes: Name | None = None
    counts: Literal["residents"] | None = None


class BenchmarkValue(Part):
    """A benchmark from a day on: the share in percent, two decimals at most, and who published it of what."""

    since: date
    percent: Decimal = Field(ge=0, le=100, max_digits=5, decimal_places=2)
    source: Name


class Benchmark(CodedName):
    """A dated figure others are held against, e.g. the county's average (open question 19)."""

    values: tuple[BenchmarkValue, ...] = Field(min_length=1, max_length=100)
