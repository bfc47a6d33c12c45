"""Loads what an evaluation needs to know of one unit: few set-based statements, no personal data."""

from schema.criteria.loading.facts import (
    HORIZON as HORIZON,
)
from schema.criteria.loading.facts import (
    evidence_by_criterion as evidence_by_criterion,
)
from schema.criteria.loading.facts import (
    load_children as load_children,
)
from schema.criteria.loading.facts import (
    load_events as load_events,
)
from schema.criteria.loading.facts import (
    load_facts as load_facts,
)
