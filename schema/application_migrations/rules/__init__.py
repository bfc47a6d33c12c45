"""Where an application stands under another version of the guideline, and which statements go along. Pure."""

from schema.application_migrations.rules.carrying import Carried, ClauseMapping, carry, clause_faults
from schema.application_migrations.rules.landing import StepMapping, landing_step, mapping_faults
from schema.application_migrations.rules.outlook import Outlook, look_ahead

__all__ = [
    "Carried",
    "ClauseMapping",
    "Outlook",
    "StepMapping",
    "carry",
    "clause_faults",
    "landing_step",
    "look_ahead",
    "mapping_faults",
]
