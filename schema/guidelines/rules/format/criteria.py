"""Criteria: what is asked of a unit, how it is shown, and what it counts."""

from typing import Literal

from pydantic import Field

from schema.guidelines.rules.format.base import CLAUSE, CODE, EvidenceType, Loss, Name, Part, Text
from schema.guidelines.rules.format.checks import Check


class Attest(Part):
    """A person attests the criterion.

    `method` statement: yes or no with an optional note. `survey`: sample size and share are asked, the share
    at least `threshold_percent`, or above the `benchmark` of that day, and the sample at least
    `minimum_sample`. `reference`: only a reference
    number is kept, nothing sensitive (open question 22). `items` lists what is covered, point by point;
    attesting says that every one of them holds.
    """

    method: Literal["statement", "survey", "reference"] = "statement"
    threshold_percent: int | None = Field(default=None, ge=1, le=100)
    benchmark: str | None = Field(default=None, pattern=CODE)
    minimum_sample: int | None = Field(default=None, ge=1)
    items: tuple[Name, ...] = Field(default=(), max_length=20)
    valid_days: int = Field(default=30, ge=1, le=365)


class Evidence(Part):
    """Files a statement has to be backed by.

    At least `minimum` files of the `types`, each taken at most `fresh_days` ago; null: files do not age.
    """

    id: str = Field(pattern=CODE)
    name: Name
    types: tuple[EvidenceType, ...] = Field(default=("image", "pdf"), min_length=1)
    minimum: int = Field(default=1, ge=1, le=20)
    fresh_days: int | None = Field(default=None, ge=1, le=365)


class Score(Part):
    """What a criterion counts in a score sheet.

    An `item` earns up to `maximum` points; null: the section's points are not divided among its items. A
    `hard` item must be met whatever the total. A `deduction` takes up to `maximum` points off its section, with
    `per_occurrence` so many for each time. A `veto` has no points: one that is broken voids the sheet.
    """

    section: Name
    kind: Literal["item", "deduction", "veto"] = "item"
    maximum: int | None = Field(default=None, ge=1)
    per_occurrence: int | None = Field(default=None, ge=1)
    hard: bool = False


class Criterion(Part):
    """One requirement. `id` is the source's id, e.g. `B-k`; `applies_to` lists unit kinds.

    Two criteria may share an id where the check differs by kind (B-f), if no kind has both. Of the criteria
    that name a `route`, those of one route suffice (T-D1 or T-D2). With `risk_levels` it is asked only where
    the area is at one of them (a zone's level, recorded with the zone), with `only_where` only where that is
    so, which the attesting person tells. With `tier` it is asked only of who applies for that tier. With `score`
    it counts in the score sheet instead of being a gate. With `evidence` it is met only while the files lie
    there, whatever a machine or a person says. `on_finding`: what a supervisor finds against it after the naming
    climbs the `ladder` of supervision, or does `at_once` what `on_loss` says. `judged`: at each step anew, or once
    `at_applying`: what held when the application was handed in stands until it is handed in again.
    """

    id: str = Field(pattern=CLAUSE, max_length=16)
    title: Name
    guidance: Text
    applies_to: tuple[str, ...] = Field(min_length=1)
    tier: str | None = None
    route: str | None = Field(default=None, pattern=CODE)
    risk_levels: tuple[str, ...] = ()
    only_where: Name | None = None
    check: Check | None = None
    attest: Attest | None = None
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=10)
    score: Score | None = None
    on_loss: Loss = "none"
    on_finding: Literal["ladder", "at_once"] = "ladder"
    judged: Literal["each_step", "at_applying"] = "each_step"
