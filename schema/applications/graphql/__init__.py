"""Applications in the API: where they stand, what stands in the way, what the viewer may do."""

from schema.applications.graphql.applications import (
    Application,
    ApplicationPurpose,
    ApplicationStatus,
    NoticePeriod,
    find_application,
    way_of,
)
from schema.applications.graphql.timeline import step_label
from schema.applications.graphql.unit_fields import actions, criteria, open_application, score

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
    "step_label",
    "way_of",
]
