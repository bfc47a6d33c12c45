"""What there is to tell, whom it concerns, and what it is about. Pure."""

from schema.notifications.rules.matters import (
    AWAITING,
    MATTERS,
    OF_APPLICATIONS,
    OF_PETITIONS,
    OF_RECTIFICATIONS,
    Matter,
    Over,
)
from schema.notifications.rules.news import Happening, Holder, Kind, Settled, Told, above, address, words

__all__ = [
    "AWAITING",
    "MATTERS",
    "OF_APPLICATIONS",
    "OF_PETITIONS",
    "OF_RECTIFICATIONS",
    "Happening",
    "Holder",
    "Kind",
    "Matter",
    "Over",
    "Settled",
    "Told",
    "above",
    "address",
    "words",
]
