"""Deadlines of steps, in working days of the district's calendar, and what happens when they are missed."""

from typing import Literal

from pydantic import Field

from schema.guidelines.rules.format.base import OfficialRole, Part


class Rung(Part):
    """Once `after_working_days` lie behind, the role `to` is reminded, or takes over: it may act at the step, too.

    With an `office` it is that of the role `to`.
    """

    after_working_days: int = Field(ge=1, le=500)
    to: OfficialRole
    office: str | None = Field(default=None, max_length=48)
    action: Literal["remind", "take_over"]


class Deadline(Part):
    """How many working days a step may take; the time with the applicant does not count."""

    working_days: int = Field(ge=1, le=250)
    escalate: tuple[Rung, ...] = Field(default=(), max_length=6)
