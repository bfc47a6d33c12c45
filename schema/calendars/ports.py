"""The national calendar this process counts by: what the installed package knows, unless it was told of more."""

from dataclasses import dataclass

from schema.calendars.rules import INSTALLED, NationalCalendar


@dataclass(slots=True)
class Country:
    """Where the national calendar is looked up, and exchanged when a year's notice is learnt while a process runs."""

    calendar: NationalCalendar = INSTALLED

    def fingerprint(self) -> str:
        """Tell which calendar it is."""
        return self.calendar.fingerprint


COUNTRY = Country()
"""The one of this process."""
