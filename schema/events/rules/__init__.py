"""What may be reported as a health event, and how one comes to its end."""

from schema.events.rules.reports import (
    CONTROLLABLE as CONTROLLABLE,
)
from schema.events.rules.reports import (
    EXTERNAL_ID_LIMIT as EXTERNAL_ID_LIMIT,
)
from schema.events.rules.reports import (
    INFECTIONS as INFECTIONS,
)
from schema.events.rules.reports import (
    LABELS as LABELS,
)
from schema.events.rules.reports import (
    REASON_LIMIT as REASON_LIMIT,
)
from schema.events.rules.reports import (
    SOURCE_LIMIT as SOURCE_LIMIT,
)
from schema.events.rules.reports import (
    Correction as Correction,
)
from schema.events.rules.reports import (
    EventKind as EventKind,
)
from schema.events.rules.reports import (
    EventStanding as EventStanding,
)
from schema.events.rules.reports import (
    Report as Report,
)
from schema.events.rules.reports import (
    closing_refusal as closing_refusal,
)
from schema.events.rules.reports import (
    has_end as has_end,
)
from schema.events.rules.reports import (
    reason_fault as reason_fault,
)
from schema.events.rules.reports import (
    report_faults as report_faults,
)
from schema.events.rules.reports import (
    require_correction as require_correction,
)
from schema.events.rules.reports import (
    require_declared as require_declared,
)
from schema.events.rules.reports import (
    require_end as require_end,
)
from schema.events.rules.reports import (
    require_report as require_report,
)
from schema.events.rules.reports import (
    standing_of as standing_of,
)
