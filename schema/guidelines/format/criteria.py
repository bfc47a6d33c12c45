"""Criteria: what is asked of a unit, how it is shown, and what it counts."""

from typing import Literal

from pydantic import Field

from schema.guidelines.format.base import CODE, Loss, Name, Part, Text
from schema.guidelines.format.checks import Check


class Attest(Part):
    """A person attests the criterion.

    `method` statement: yes or no with an optional note. `survey`: sample size and share are asked, the share
    at least `threshold_percent` and the sample at least `minimum_sample`. `reference`: only a reference
    number is kept, nothing sensitive (open question 22). `items` lists what is covered, point by point;
    attesting says that every one of them holds.
    """

    method: Literal["statement", "survey", "reference"] = "statement"
    threshold_percent: int | None = Field(default=None, ge=1, le=100)
    minimum_sample: int | None = Field(default=None, ge=1)
    items: tuple[Name, ...] = Field(default=(), max_length=20)
    valid_days: int = Field(default=30, ge=1, le=365)


class Score(Part):
    """Where a criterion stands in a score sheet; `maximum` null: the section's points are not divided."""

    section: Name
    maximum: int | None = Field(default=None, ge=1)


class Criterion(Part):
    """One requirement. `id` is the source's id, e.g. `B-k`; `applies_to` lists unit kinds.

    Two criteria may share an id where the check differs by kind (B-f), if no kind has both. Of the criteria
    that name a `route`, those of one route suffice (T-D1 or T-D2). With `risk_levels` it is asked only where
    the area is at one of them, with `only_where` only where that is so, which the attesting person tells.
    """

    id: str = Field(pattern=r"^[A-Z]-[0-9A-Za-z.]+$", max_length=16)
    title: Name
    guidance: Text
    applies_to: tuple[str, ...] = Field(min_length=1)
    route: str | None = Field(default=None, pattern=CODE)
    risk_levels: tuple[str, ...] = ()
    only_where: Name | None = None
    check: Check | None = None
    attest: Attest | None = None
    score: Score | None = None
    on_loss: Loss = "none"
