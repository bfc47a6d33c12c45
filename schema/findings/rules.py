"""The ladder a finding climbs that nobody puts right: 警示, then suspension, then 摘牌销号 (B-M4)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from schema.guidelines.rules.format import Criterion, Supervision


class FindingStatus(StrEnum):
    """How a finding stands: `open` with the unit, `reported` with the supervisor, the others are over.

    `verified` was put right, `lapsed` outlived the name, `set_aside` was found wrong on appeal.
    """

    LAPSED = "lapsed"
    OPEN = "open"
    REPORTED = "reported"
    SET_ASIDE = "set_aside"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Rung:
    """Where a finding stands on the ladder: warnings given, whether the name is suspended for it, its last day."""

    warnings: int
    suspended: bool
    due_on: date


@dataclass(frozen=True, slots=True)
class Climb:
    """What befalls the name, and where the finding stands after it; None: the ladder has no further rung."""

    change: str
    rung: Rung | None


def next_rung(terms: Supervision, rung: Rung, today: date) -> Climb | None:
    """Tell what follows on a finding that is not put right; None while it is in time.

    Each rung gives its days from today, however late the one before was noticed; one without days is left out.
    """
    if today <= rung.due_on:
        return None
    if rung.suspended:
        return Climb("revoked", None)
    if rung.warnings < terms.warnings:
        due_on = today + timedelta(days=terms.rectification_days)
        return Climb("warned", Rung(rung.warnings + 1, False, due_on))
    if not terms.suspension_days:
        return Climb("revoked", None)
    due_on = today + timedelta(days=terms.suspension_days)
    return Climb("suspended", Rung(rung.warnings, True, due_on))


def at_once(criterion: Criterion, terms: Supervision, today: date) -> Climb | None:
    """Tell what a finding does the day it is recorded: what `on_loss` says, or nothing before the ladder is climbed."""
    if criterion.on_finding == "ladder" or criterion.on_loss == "none":
        return None
    if criterion.on_loss == "revoke":
        return Climb("revoked", None)
    if criterion.on_loss == "suspend":
        return Climb("suspended", Rung(0, True, today + timedelta(days=terms.suspension_days)))
    return Climb("warned", Rung(1, False, today + timedelta(days=terms.rectification_days)))


def first_answer(criterion: Criterion, terms: Supervision, today: date) -> str:
    """Tell what a finding that nobody puts right does first: at once, or as the first rung of the ladder."""
    said = at_once(criterion, terms, today)
    climb = said or next_rung(terms, Rung(0, False, today), today + timedelta(days=1))
    return climb.change if climb is not None else "none"


@dataclass(frozen=True, slots=True)
class Step:
    """A rung as it is explained: what befalls the name, the days it then gives, whether it was reached.

    `comes_on` is the day the next one comes; None for those reached, and for those further off.
    """

    change: str
    days: int | None
    reached: bool
    comes_on: date | None = None


def ladder(terms: Supervision, rung: Rung, *, running: bool) -> list[Step]:
    """List the whole ladder from the finding to the loss; only while it is `running` does a next rung have a day."""
    suspends = rung.suspended or terms.suspension_days > 0
    steps = [
        Step("found", terms.rectification_days, True),
        *(
            Step("warned", terms.rectification_days, rung.warnings >= number)
            for number in range(1, max(terms.warnings, rung.warnings) + 1)
        ),
        *([Step("suspended", terms.suspension_days, rung.suspended)] if suspends else []),
        Step("revoked", None, False),
    ]
    if running:
        coming = next(index for index, step in enumerate(steps) if not step.reached)
        steps[coming] = replace(steps[coming], comes_on=rung.due_on + timedelta(days=1))
    return steps
