"""Supervision in the API: what was found, what units appeal against, what is due to be assessed again."""

from schema.supervision.graphql.due import Pending, assessments_due

__all__ = [
    "Pending",
    "assessments_due",
]
