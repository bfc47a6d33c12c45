"""What is done to officials: roles are given, names and passwords change."""

from schema.officials.operations.accounts import (
    ChangePassword,
    RenameOfficial,
    ResetPassword,
    change_password,
    rename_official,
    reset_password,
)
from schema.officials.operations.appointing import AppointOfficial, RoleGiven, appoint_official, give_role
from schema.officials.operations.recording import require_another, touch

__all__ = [
    "AppointOfficial",
    "ChangePassword",
    "RenameOfficial",
    "ResetPassword",
    "RoleGiven",
    "appoint_official",
    "change_password",
    "give_role",
    "rename_official",
    "require_another",
    "reset_password",
    "touch",
]
