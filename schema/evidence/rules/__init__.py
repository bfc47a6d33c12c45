"""Rules of bringing evidence: for which requirement, of which type, taken when, under which name."""

from schema.evidence.rules.requirements import (
    NAME_LIMIT,
    OLDEST,
    day_fault,
    requirements_of,
    tidy_name,
    type_fault,
)

__all__ = [
    "NAME_LIMIT",
    "OLDEST",
    "day_fault",
    "requirements_of",
    "tidy_name",
    "type_fault",
]
