"""Giving, renewing, raising and changing names, parts of larger operations; and what becomes of plaques."""

from schema.designations.operations.naming import (
    RecordPlaque,
    change_designation,
    held_of,
    issue_designation,
    record_plaque,
    revoked_on,
    standing_on,
)

__all__ = [
    "RecordPlaque",
    "change_designation",
    "held_of",
    "issue_designation",
    "record_plaque",
    "revoked_on",
    "standing_on",
]
