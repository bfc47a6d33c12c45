"""The clock of a platform the walk runs itself. Nobody who calls the platform can reach it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class MovableClock:
    """Goes on as clocks do, and is as far ahead as days were let pass."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """Tell the instant it is on this platform."""
        return datetime.now(UTC) + self.ahead

    def let_pass(self, days: int) -> None:
        """Let whole days pass at once; what comes round at night then comes round once."""
        self.ahead += timedelta(days=days)
