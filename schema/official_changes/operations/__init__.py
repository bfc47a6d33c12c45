"""Roles end, are extended or become others; officials leave and come back."""

from schema.official_changes.operations.roles import (
    ChangeRole,
    EndRole,
    ExtendRole,
    change_role,
    end_role,
    extend_role,
)
from schema.official_changes.operations.standing import (
    DisableOfficial,
    EnableOfficial,
    disable_official,
    enable_official,
)

__all__ = [
    "ChangeRole",
    "DisableOfficial",
    "EnableOfficial",
    "EndRole",
    "ExtendRole",
    "change_role",
    "disable_official",
    "enable_official",
    "end_role",
    "extend_role",
]
