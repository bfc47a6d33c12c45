"""The rules of supervision: the rungs a finding climbs, and what may be appealed against. Pure."""

from schema.supervision.rules.appeals import appeal_refusal
from schema.supervision.rules.ladder import Climb, FindingStatus, Rung, next_rung

__all__ = ["Climb", "FindingStatus", "Rung", "appeal_refusal", "next_rung"]
