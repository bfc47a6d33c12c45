"""The choice that is made with a version: names stay as they are, are assessed again, or are judged on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schema.frame.errors import DomainError, ErrorCode

LONGEST = 366
"""Days within which names are assessed again, or after which they are judged, at most."""
FIELD = "standingNames"


class Treatment(StrEnum):
    """What becomes of standing names when a version is published.

    `keep`: they stay under the version they stand under. `reassess`: each is assessed by the new one within days.
    `apply`: all are judged by the new one on a day.
    """

    APPLY = "apply"
    KEEP = "keep"
    REASSESS = "reassess"


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice with its days; `falling` is how many names whoever chose saw fall."""

    treatment: Treatment
    within_days: int | None = None
    apply_on: date | None = None
    falling: int | None = None

    def due_on(self, effective_from: date) -> date | None:
        """Tell the day on which names are judged, or by which they are to be assessed again."""
        if self.treatment is Treatment.REASSESS and self.within_days is not None:
            return effective_from + timedelta(days=self.within_days)
        return self.apply_on if self.treatment is Treatment.APPLY else None


def choice_faults(choice: Choice, effective_from: date) -> Iterator[DomainError]:
    """Find days that are missing, that do not belong to the choice, or that cannot be."""
    wants = {Treatment.REASSESS: "withinDays", Treatment.APPLY: "applyOn"}.get(choice.treatment)
    for name, given in (("withinDays", choice.within_days), ("applyOn", choice.apply_on)):
        if (given is not None) != (name == wants):
            message = "所选处理方式须填此项。" if name == wants else "所选处理方式不填此项。"
            yield DomainError(ErrorCode.INVALID_INPUT, message, field=(FIELD, name))
    if choice.within_days is not None and not 1 <= choice.within_days <= LONGEST:
        message = f"重新评估的期限应在1至{LONGEST}天之间。"
        yield DomainError(ErrorCode.INVALID_INPUT, message, field=(FIELD, "withinDays"))
    latest = effective_from + timedelta(days=LONGEST)
    if choice.apply_on is not None and not effective_from <= choice.apply_on <= latest:
        message = f"认定之日应在施行日期（{effective_from}）至{latest}之间。"
        yield DomainError(ErrorCode.INVALID_INPUT, message, field=(FIELD, "applyOn"))


def require_confirmed(falling: int, seen: int | None, confirm_above: int, field: tuple[str, ...]) -> None:
    """Refuse that more names fall than may without somebody who saw how many, and named that number."""
    if falling > confirm_above and seen != falling:
        raise DomainError(
            ErrorCode.CONFIRMATION_REQUIRED,
            f"将有{falling}个名称被警示、暂停或取消，超过{confirm_above}个须核对后填写该数确认。",
            field=field,
            details={"falling": falling, "confirmAbove": confirm_above},
        )


def standing_until(treatment: Treatment, due_on: date, within_days: int | None) -> date:
    """Tell the last day a name was given on that the choice is about: later ones were given knowing of it."""
    return due_on if treatment is Treatment.APPLY else due_on - timedelta(days=within_days or 0)
