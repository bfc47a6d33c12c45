"""The rules of names: how they stand, why they change, how they are numbered. Pure."""

from schema.designations.rules.benefits import Bearing, BenefitState, Entitlement, NameAbove, entitlements
from schema.designations.rules.causes import ADVERSE, BELOW, Cause, cause_of_event, public_cause, public_text
from schema.designations.rules.derivation import DERIVATION, derived_title, due_change, is_earned
from schema.designations.rules.grounds import Ground, leading, together
from schema.designations.rules.numbers import format_number, series_of
from schema.designations.rules.plaques import Plaque, require_plaque
from schema.designations.rules.standing import (
    CHILDREN,
    EVALUATION,
    HELD,
    IN_FORCE,
    Change,
    Standing,
    State,
    apart_from_events,
    is_weaker,
    next_state,
    watched,
)
from schema.designations.rules.terms import (
    Held,
    application_refusal,
    public_from,
    purpose_of,
    reapplication_opens,
    renewed_until,
    valid_until,
)

__all__ = [
    "ADVERSE",
    "BELOW",
    "CHILDREN",
    "DERIVATION",
    "EVALUATION",
    "HELD",
    "IN_FORCE",
    "Bearing",
    "BenefitState",
    "Cause",
    "Change",
    "Entitlement",
    "Ground",
    "Held",
    "NameAbove",
    "Plaque",
    "Standing",
    "State",
    "apart_from_events",
    "application_refusal",
    "cause_of_event",
    "derived_title",
    "due_change",
    "entitlements",
    "format_number",
    "is_earned",
    "is_weaker",
    "leading",
    "next_state",
    "public_cause",
    "public_from",
    "public_text",
    "purpose_of",
    "reapplication_opens",
    "renewed_until",
    "require_plaque",
    "series_of",
    "together",
    "valid_until",
    "watched",
]
