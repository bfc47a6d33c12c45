"""What compiled plans may read for the public: standings, the lists of the register, the feed, the district."""

from schema.statuses.readable.register import FEED, NOTICE, QUERY
from schema.statuses.readable.status import CHANGE, STATUS

READABLE = (STATUS, CHANGE, NOTICE, FEED, QUERY)

__all__ = ["READABLE"]
