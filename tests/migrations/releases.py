"""Which releases may still run while this one's migrations do: the committed file `RELEASES`, newest first."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Release:
    """A release by its commit, and the newest migration it knows."""

    commit: str
    revision: str


def previous_releases() -> list[Release]:
    """Read the file."""
    lines = (ROOT / "RELEASES").read_text("utf-8").splitlines()
    return [Release(*line.split()) for line in lines if line and not line.startswith("#")]
