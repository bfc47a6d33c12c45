"""What Python tells of districts in plans: the caller's own, and what the caller may do in it."""

from schema.districts.graphql.actions import actions_of
from schema.districts.graphql.summary import TenantSummary
from schema.plans.declarations import Readable, Told

READABLE = (
    Readable("Query", {"tenant": Told(lambda reading: TenantSummary.of(reading.context.operations))}),
    Readable("Viewer", {"districtActions": Told(lambda reading: actions_of(reading.context.operations))}),
)
