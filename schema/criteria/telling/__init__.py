"""What Python tells of criteria in plans: explanations that are kept, and how units stand today."""

from schema.criteria.telling.kept import READABLE
from schema.criteria.telling.live import evaluated, events_from

__all__ = ["READABLE", "evaluated", "events_from"]
