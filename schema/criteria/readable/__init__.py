"""What compiled plans may read of criteria: assessments that are kept, and the facts of those made anew."""

from schema.criteria.readable.facts import facts_of
from schema.criteria.readable.kept import READABLE, last_periodic, last_self

__all__ = ["READABLE", "facts_of", "last_periodic", "last_self"]
