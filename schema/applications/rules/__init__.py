"""The way of an application: a state machine over the process its guideline version describes.

Draft and returned applications stand at the step `draft`; each submission opens a round. A closed application
stands at no step. Revocation of a name is no step of an application."""

from schema.applications.rules.states import (
    DRAFT_STEP,
    OPINION_LIMIT,
    STEP_ACTIONS,
    Move,
    State,
    Status,
    act,
    by_team,
    elapse,
    open_actions,
    prior_actors,
    require_opinion,
    step_actions,
    step_not_open,
    submit,
    withdraw,
)

__all__ = [
    "DRAFT_STEP",
    "OPINION_LIMIT",
    "STEP_ACTIONS",
    "Move",
    "State",
    "Status",
    "act",
    "by_team",
    "elapse",
    "open_actions",
    "prior_actors",
    "require_opinion",
    "step_actions",
    "step_not_open",
    "submit",
    "withdraw",
]
