"""The rules of supervision: the rungs a finding climbs, and what may be appealed against. Pure."""

from schema.supervision.rules.appeals import appeal_refusal
from schema.supervision.rules.ladder import Climb, FindingStatus, Rung, Step, ladder, next_rung

__all__ = ["Climb", "FindingStatus", "Rung", "Step", "appeal_refusal", "ladder", "next_rung"]
