"""What Python tells of applications in plans: names of steps, what stands in the way, what the viewer may do."""

from schema.applications.telling.deeds import DEEDS
from schema.applications.telling.steps import STEPS
from schema.applications.telling.units import UNITS

READABLE = (*STEPS, *DEEDS, *UNITS)

__all__ = ["READABLE"]
