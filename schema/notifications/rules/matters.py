"""What each kind of news is about, and whether that waits to be dealt with. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schema.notifications.rules.news import Kind


class Over(StrEnum):
    """What a matter is over with, whoever did it."""

    MOVED_ON = "moved_on"
    """The application left the step, or ended."""
    PUT_RIGHT = "put_right"
    """Everything that was found was put right, or lapsed; an application also by moving on."""
    ANSWERED = "answered"
    """No household of the roll waits so any more, or the petition closed."""
    KNOWN = "known"
    """Nothing waits: it was told to be known."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The types of node that news of a kind is about, and what that is over with."""

    about: frozenset[str]
    over: Over


def _of(over: Over, *about: str) -> Matter:
    return Matter(frozenset(about), over)


MATTERS: Mapping[Kind, Matter] = {
    Kind.APPLICATION_ARRIVED: _of(Over.MOVED_ON, "Application"),
    Kind.APPLICATION_DECIDED: _of(Over.KNOWN, "Application"),
    Kind.APPLICATION_REMINDED: _of(Over.MOVED_ON, "Application"),
    Kind.APPLICATION_RETURNED: _of(Over.MOVED_ON, "Application"),
    Kind.APPLICATION_TAKE_OVER: _of(Over.MOVED_ON, "Application"),
    Kind.APPLICATION_UNASSIGNED: _of(Over.MOVED_ON, "Application"),
    Kind.DELEGATION_ENDED: _of(Over.KNOWN, "Official"),
    Kind.NAME_CHANGED: _of(Over.KNOWN, "Designation"),
    Kind.NAME_REVOKED: _of(Over.KNOWN, "Designation"),
    Kind.NAME_SUSPENDED: _of(Over.KNOWN, "Designation"),
    Kind.NAME_VOIDED: _of(Over.KNOWN, "Designation"),
    Kind.NAME_WARNED: _of(Over.KNOWN, "Designation"),
    Kind.RECTIFICATION_DUE: _of(Over.PUT_RIGHT, "Application"),
    Kind.RECTIFICATION_OVERDUE: _of(Over.PUT_RIGHT, "Application", "SupervisionFinding"),
    Kind.ROLE_CHANGED: _of(Over.KNOWN, "Official"),
    Kind.ROLE_GIVEN: _of(Over.KNOWN, "Official"),
    Kind.UNIT_CHANGED: _of(Over.KNOWN, "Unit"),
    Kind.UNIT_CLOSED: _of(Over.KNOWN, "Unit"),
    Kind.VACANCY_CLAIMED: _of(Over.ANSWERED, "Petition"),
    Kind.VACANCY_REFUSED: _of(Over.ANSWERED, "Petition"),
    Kind.WORK_PASSED: _of(Over.KNOWN, "Official"),
}
"""Every kind, with its matter: telling of anything else is an error."""


def _over_with(*ways: Over) -> frozenset[Kind]:
    return frozenset(kind for kind, matter in MATTERS.items() if matter.over in ways)


AWAITING = frozenset(MATTERS) - _over_with(Over.KNOWN)
"""What waits to be dealt with, and is over once anybody has; all else is told to be known."""
OF_APPLICATIONS = _over_with(Over.MOVED_ON, Over.PUT_RIGHT)
"""What is over once the application has moved on, whoever moved it."""
OF_RECTIFICATIONS = _over_with(Over.PUT_RIGHT)
"""What is over once everything was put right."""
OF_PETITIONS = _over_with(Over.ANSWERED)
"""What is over once nobody of the roll waits so, or the petition closed."""
