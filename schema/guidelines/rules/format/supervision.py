"""Supervision of those who bear a title: assessments in turn, findings, warnings, appeals."""

from pydantic import Field

from schema.guidelines.rules.format.base import Part


class PeriodicAssessment(Part):
    """Units of these kinds that bear a name are assessed again at least every `every_days` days."""

    unit_kinds: tuple[str, ...] = Field(min_length=1)
    every_days: int = Field(ge=1, le=3650)


class Supervision(Part):
    """What follows on findings nobody puts right, and who may ask for another look (open question 23).

    A finding is to be put right within `rectification_days`. After that the name is warned, `warnings` times, each
    time with as many days more; then it is suspended for `suspension_days`, and then revoked. A zero leaves that
    rung out. Within `appeal_days` the unit may appeal. Who lost its name applies again `reapply_after_days` days
    later at the earliest.
    """

    periodic: tuple[PeriodicAssessment, ...] = Field(default=(), max_length=50)
    rectification_days: int = Field(default=15, ge=0, le=365)
    warnings: int = Field(default=1, ge=0, le=5)
    suspension_days: int = Field(default=15, ge=0, le=365)
    appeal_days: int = Field(default=15, ge=1, le=365)
    reapply_after_days: int = Field(default=0, ge=0, le=3650)
