"""What applicants do: open, assess, submit and withdraw an application."""

from schema.applications.operations.applications import (
    AssessApplication,
    CreateApplication,
    SubmitApplication,
    WithdrawApplication,
    assess_application,
    create_application,
    lock_dossier,
    lock_rechecked,
    move,
    submit_application,
    withdraw_application,
)

__all__ = [
    "AssessApplication",
    "CreateApplication",
    "SubmitApplication",
    "WithdrawApplication",
    "assess_application",
    "create_application",
    "lock_dossier",
    "lock_rechecked",
    "move",
    "submit_application",
    "withdraw_application",
]
