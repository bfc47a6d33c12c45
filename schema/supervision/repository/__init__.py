"""Every statement on findings, on appeals, and on what is to be assessed again."""

from schema.supervision.repository.assessments import due_below, last_periodic

__all__ = [
    "due_below",
    "last_periodic",
]
