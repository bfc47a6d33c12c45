"""Rules of bringing evidence: for which requirement, of which type, taken when, under which name."""

from schema.evidence.rules.requirements import (
    NAME_LIMIT as NAME_LIMIT,
)
from schema.evidence.rules.requirements import (
    OLDEST as OLDEST,
)
from schema.evidence.rules.requirements import (
    day_fault as day_fault,
)
from schema.evidence.rules.requirements import (
    requirements_of as requirements_of,
)
from schema.evidence.rules.requirements import (
    tidy_name as tidy_name,
)
from schema.evidence.rules.requirements import (
    type_fault as type_fault,
)
