"""Applications in the API: where they stand, what stands in the way, what the viewer may do."""

from schema.applications.graphql.applications import (
    Application,
    ApplicationPurpose,
    ApplicationStatus,
    NoticePeriod,
    actions,
    criteria,
    find_application,
    open_application,
    score,
)

__all__ = [
    "Application",
    "ApplicationPurpose",
    "ApplicationStatus",
    "NoticePeriod",
    "actions",
    "criteria",
    "find_application",
    "open_application",
    "score",
]
