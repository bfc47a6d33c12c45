"""Titles over time: derived ones, tiers, validity, benefits and duties of those who bear one, publication."""

from typing import Literal

from pydantic import Field

from schema.guidelines.rules.format.base import CLAUSE, CODE, LogKind, Name, Part


class DerivedTitle(Part):
    """A title nobody applies for: a unit bears it while `percent` of the units of the kinds `of` below it do.

    Counted are all units of these kinds below, at any depth, and those whose names are in force; with none
    below there is no title.
    """

    id: str = Field(pattern=CLAUSE, max_length=16)
    unit_kind: str
    title: Name
    mode: Literal["ALL_TITLED"] = "ALL_TITLED"
    of: tuple[str, ...] = Field(min_length=1)
    percent: int = Field(default=100, ge=1, le=100)


class Tier(Part):
    """A title on top of the base title, e.g. a demonstration unit.

    A unit that has borne its name for `after_days_held` days may apply by the process of this tier; the criteria
    of the tier are asked besides the others. Who loses the base title loses the tier.
    """

    id: str = Field(pattern=CODE)
    name: Name
    unit_kinds: tuple[str, ...] = Field(min_length=1)
    title: Name
    after_days_held: int = Field(default=0, ge=0, le=3650)


class Validity(Part):
    """How long a name holds: to the end of the day `days` days after the naming.

    In the last `renewal_opens_days` days the unit may apply for renewal, which keeps the number.
    """

    unit_kinds: tuple[str, ...] = Field(min_length=1)
    days: int = Field(ge=1, le=3650)
    renewal_opens_days: int = Field(default=30, ge=1, le=3650)


class BenefitCondition(Part):
    """The nearest unit above of one of these kinds bears its name, and has for `days_held` days."""

    unit_kinds: tuple[str, ...] = Field(min_length=1)
    days_held: int = Field(default=0, ge=0, le=3650)


class Benefit(Part):
    """What a unit gets that has borne its name (or the `tier`) for `after_days_held` days.

    It stops with the name; while the name is suspended it stops or is kept. With `above` another unit has to bear its
    name, too: the enterprise over a dormitory, the village over a courtyard.
    """

    id: str = Field(pattern=CODE)
    name: Name
    unit_kinds: tuple[str, ...] = Field(min_length=1)
    after_days_held: int = Field(default=0, ge=0, le=3650)
    tier: str | None = None
    on_suspension: Literal["stop", "keep"] = "stop"
    above: BenefitCondition | None = None


class Duty(Part):
    """Work of the kind `log` a unit that bears its name does `times` times every `every_days` days.

    After `grace_days` more without it the name is warned or suspended, until the work is done.
    """

    id: str = Field(pattern=CLAUSE, max_length=16)
    title: Name
    unit_kinds: tuple[str, ...] = Field(min_length=1)
    log: LogKind
    every_days: int = Field(ge=1, le=365)
    times: int = Field(default=1, ge=1, le=24)
    grace_days: int = Field(default=0, ge=0, le=365)
    on_miss: Literal["warn", "suspend"] = "warn"


class Publication(Part):
    """When the public learns of a naming, and whether it learns why a name was warned, suspended or lost.

    With `lists` the names of a batch are published together as a list, in some of the `channels`.
    """

    after_days: int = Field(default=0, ge=0, le=365)
    shows_cause: bool = True
    lists: bool = False
    channels: tuple[Name, ...] = Field(default=(), max_length=20)
