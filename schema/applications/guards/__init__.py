"""Why an action on an application is not open: one list, for the mutation that refuses and the page that tells."""

from schema.applications.guards.refusals import LABELS, known_actions, refusals, require_open

__all__ = [
    "LABELS",
    "known_actions",
    "refusals",
    "require_open",
]
