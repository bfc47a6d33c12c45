"""Why an action on an application is not open: one list, for the mutation that refuses and the page that tells."""

from schema.applications.guards.refusals import (
    LABELS as LABELS,
)
from schema.applications.guards.refusals import (
    known_actions as known_actions,
)
from schema.applications.guards.refusals import (
    refusals as refusals,
)
