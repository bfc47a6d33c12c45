"""Machine checks: each a kind with typed parameters."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schema.guidelines.rules.format.base import ChildrenMode, Code, EventCode, LogKind, Name, Part

Basis = Literal["reported", "occurred", "ended"]
"""The day an event counts from: known, happened, or over (a zone lifted)."""


class LengthChange(Part):
    """A window's length from a day on."""

    since: date
    days: int = Field(ge=1, le=365)


class WindowCheck(Part):
    """No event of these kinds within the last `days` local calendar days (open question 1); null: never at all.

    `changes` give other lengths from a day on, in order: seven days until a date, then five. With basis
    `ended` states count from their end, and one that goes on fails.
    """

    kind: Literal["window"]
    events: tuple[EventCode, ...] = Field(min_length=1)
    days: int | None = Field(ge=1, le=365)
    changes: tuple[LengthChange, ...] = Field(default=(), max_length=20)
    basis: Basis = "reported"
    count_central_quarantine: bool = False


class NoneOfCheck(Part):
    """No event of these kinds is going on at the moment of evaluation (open question 2).

    With `ancestors` an event placed in a unit above counts too: a zone over the street covers the compound.
    People of the kinds `allowed_if_controlled` do no harm while in central quarantine, or under what else their class
    declares as `controls`; infections found in central quarantine never do.
    """

    kind: Literal["none_of"]
    events: tuple[EventCode, ...] = Field(min_length=1)
    ancestors: bool = False
    allowed_if_controlled: tuple[EventCode, ...] = ()


class ChildrenCheck(Part):
    """The units directly below, of these kinds, bear the name or meet their standard (open question 6).

    "Meets" is an assessment that was met, at most `meets_within_days` days old.
    """

    kind: Literal["children"]
    mode: ChildrenMode
    kinds: tuple[str, ...] = Field(min_length=1)
    meets_within_days: int = Field(default=8, ge=0, le=365)


class PetitionCheck(Part):
    """At least `percent` of the roll's households signed (open questions 4 and 5).

    `vacant` dwellings, once confirmed, leave the denominator unless they are kept, those of the temporarily
    `absent` stay unless they are excluded. Signatures from afar and by proxy count only if allowed. The roll of
    the opening stands (`frozen`), or households that move in and out follow (`living`): then a name rests on it
    for as long as enough of them sign.
    """

    kind: Literal["petition"]
    percent: int = Field(default=100, ge=1, le=100)
    vacant: Literal["exclude", "keep"] = "exclude"
    absent: Literal["keep", "exclude"] = "keep"
    remote: bool = True
    proxies: bool = True
    roll: Literal["frozen", "living"] = "frozen"


class RosterCheck(Part):
    """Every household of the unit is verified and every occupied one lists its residents."""

    kind: Literal["roster"]
    verified_within_days: int | None = Field(default=None, ge=1, le=365)


class SpecialGroupsCheck(Part):
    """Everybody was asked about special groups, and the needs of those in one are recorded."""

    kind: Literal["special_groups"]


class LogCheck(Part):
    """Work of this kind is logged at least `times` times in each of the last `periods` spans of `every_days` days."""

    kind: Literal["log"]
    log: LogKind
    every_days: int = Field(ge=1, le=365)
    periods: int = Field(default=1, ge=1, le=52)
    times: int = Field(default=1, ge=1, le=24)


class TestRoundsCheck(Part):
    """At least `rounds` test rounds in the last `within_days` days, each reaching `percent` of those due."""

    __test__ = False  # not a test class, whatever its name says to pytest

    kind: Literal["test_rounds"]
    within_days: int = Field(ge=1, le=365)
    rounds: int = Field(default=1, ge=1, le=365)
    percent: int = Field(default=100, ge=1, le=100)


class TestDaysCheck(Part):
    """Everybody tested, and negative, on days of the window: `on_days` after the last event of these kinds.

    The event's day is day 0. A round up to `grace_days` later makes up for a day. A round is negative when no
    infection in the unit occurred on its day; events more than a year old ask for nothing.
    """

    __test__ = False

    kind: Literal["test_days"]
    events: tuple[EventCode, ...] = Field(min_length=1)
    on_days: tuple[Annotated[int, Field(ge=0, le=60)], ...] = Field(min_length=1, max_length=20)
    basis: Basis = "occurred"
    grace_days: int = Field(default=0, ge=0, le=300)
    percent: int = Field(default=100, ge=1, le=100)


class LatestRoundCheck(Part):
    """The latest test round reached `percent`, was negative, and is one of the last `within_days` days.

    Without `within_days` it may be as old as facts are read: a year.
    """

    kind: Literal["latest_round"]
    within_days: int | None = Field(default=None, ge=1, le=365)
    percent: int = Field(default=100, ge=1, le=100)


class RateCheck(Part):
    """The latest recorded value of a figure reaches `at_least_percent`, or is above `benchmark` (open question 19).

    It counts what was recorded for a period that ended at most `fresh_days` ago, of `minimum_denominator` or
    more; what the figure `excludes` is no part of its denominator.
    """

    kind: Literal["rate"]
    figure: Code
    at_least_percent: int | None = Field(default=None, ge=1, le=100)
    benchmark: Code | None = None
    minimum_denominator: int = Field(default=1, ge=1)
    fresh_days: int = Field(default=30, ge=1, le=365)


class ComplaintsCheck(Part):
    """At most `at_most` complaints of the last `within_days` days count (open question 17).

    A complaint counts when it was found substantiated, has to do with the epidemic, and was not settled by its
    day; with `in_time_too` also when it was.
    """

    kind: Literal["complaints"]
    within_days: int = Field(ge=1, le=365)
    at_most: int = Field(default=0, ge=0)
    in_time_too: bool = False


class ConditionCheck(Part):
    """A free condition in CEL over declared facts, where no other check says it; `requires` says it in words."""

    kind: Literal["condition"]
    holds: str = Field(min_length=1, max_length=400)
    requires: Name


Check = Annotated[
    WindowCheck
    | NoneOfCheck
    | ChildrenCheck
    | PetitionCheck
    | RosterCheck
    | SpecialGroupsCheck
    | LogCheck
    | TestRoundsCheck
    | TestDaysCheck
    | LatestRoundCheck
    | RateCheck
    | ComplaintsCheck
    | ConditionCheck,
    Field(discriminator="kind"),
]
