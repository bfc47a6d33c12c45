"""What is known of an event, kept: its report and every later change; parts of larger operations."""

from schema.events.operations.records import (
    correct as correct,
)
from schema.events.operations.records import (
    keep_revision as keep_revision,
)
from schema.events.operations.records import (
    reported_event as reported_event,
)
from schema.events.operations.records import (
    require_standing as require_standing,
)
from schema.events.operations.records import (
    require_unknown as require_unknown,
)
from schema.events.operations.records import (
    standing_refusal as standing_refusal,
)
