"""Batches: how a process that takes applications in by batch inspects them, and what it aims at."""

from datetime import date
from typing import Literal

from pydantic import Field

from schema.guidelines.rules.format.base import CODE, Name, Part

BatchKind = Literal["pilot", "regular", "urgent"]


class Team(Part):
    """The offices an acceptance team is made of in batches of these kinds (open question 16)."""

    batches: tuple[BatchKind, ...] = Field(min_length=1)
    offices: tuple[Name, ...] = Field(min_length=1, max_length=20)


class BatchSettings(Part):
    """How batches run. A batch takes applications in for `window_days` at most (open question 15).

    At `inspection_step` an acceptance team decides by score sheets of `inspectors` of its members; without one units
    are taken in together and each step decides as ever. Totals that
    lie more than `allowed_divergence` points apart are settled by the team's leader. Who fails rectifies
    within `rectification_days` and is inspected again in a later batch. Who is late with it is, with
    `late_rectification` `admit`, taken in all the same, with `later_batch` only by a batch that opens after that.
    """

    inspection_step: str | None = Field(default=None, pattern=CODE)
    window_days: int = Field(ge=1, le=365)
    teams: tuple[Team, ...] = Field(default=(), max_length=10)
    inspectors: int = Field(default=2, ge=1, le=5)
    allowed_divergence: int = Field(default=5, ge=0)
    rectification_days: int = Field(default=15, ge=1, le=365)
    late_rectification: Literal["admit", "later_batch"] = "admit"

    def holds(self, batch_kind: str) -> bool:
        """Tell whether there are batches of this kind: those a team inspects; without teams all but pilots."""
        return bool(self.offices_of(batch_kind)) if self.teams else batch_kind != "pilot"

    def offices_of(self, batch_kind: str) -> tuple[str, ...]:
        """List the offices of the team in a batch of this kind; none if no team inspects such batches."""
        return next((team.offices for team in self.teams if batch_kind in team.batches), ())


class CoverageTarget(Part):
    """The share of the units of these kinds that are to bear a title by a day; a figure, no criterion."""

    unit_kinds: tuple[str, ...] = Field(min_length=1)
    percent: int = Field(default=100, ge=1, le=100)
    by: date
