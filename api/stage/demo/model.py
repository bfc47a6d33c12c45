"""What a demo district is made of: places, people in office, applications and what befell them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from authz.actions import Role
from schema.districts.rules import District
from schema.units.rules import UnitRow


@dataclass(frozen=True, slots=True)
class Place(UnitRow):
    """An invented unit; `floors` and `doors` give its dwellings, `vacant` names the empty ones."""

    floors: int = 0
    doors: int = 0
    vacant: frozenset[str] = frozenset()

    def dwellings(self) -> Iterator[tuple[str, int | None]]:
        """Give each dwelling's door code and floor; without floors, e.g. farmsteads, they are numbered."""
        if not self.floors:
            return ((f"{number}号", None) for number in range(1, self.doors + 1))
        return (
            (f"{floor}{door:02d}", floor)
            for floor in range(1, self.floors + 1)
            for door in range(1, self.doors + 1)
        )


@dataclass(frozen=True, slots=True)
class DemoOfficial:
    """Somebody who signs in to a demo district and holds one role over some units."""

    username: str
    display_name: str
    role: Role
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """An application: who applies for what, begun how long ago, and the decisions taken since its submission.

    A story that is not `submitted` stops at the petition, with two households of the roll still to answer.
    """

    unit: str
    applicant: str
    days_ago: int
    decisions: tuple[str, ...] = ()
    submitted: bool = True
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Mishap:
    """A health event that the street reports in a named unit."""

    unit: str
    kind: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an inspector found: by line the points lost and why. One that is not `submitted` is half filled in."""

    lost: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    submitted: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit of a batch: begun how long ago, and how far it came since.

    `measures` are reported by line once the inspection is `concluded` and has failed.
    """

    unit: str
    applicant: str
    days_ago: int
    sheets: tuple[Sheet, ...] = ()
    concluded: bool = False
    decisions: tuple[str, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoBatch:
    """A batch of a town: its kind, when it opened and closed, its team by office, its units.

    The first member leads, the next ones inspect. A batch that has not closed is open.
    """

    town: str
    kind: str
    opened_days_ago: int
    team: Mapping[str, str]
    candidates: tuple[Candidate, ...]
    closed_days_ago: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoDistrict:
    """A district as the demo makes it. `divisions` are without the root, which onboarding makes.

    The password is everybody's, published, and for demonstration only.
    """

    district: District
    password: str
    administrator: DemoOfficial
    officials: tuple[DemoOfficial, ...]
    divisions: tuple[UnitRow, ...]
    places: tuple[Place, ...]
    stories: tuple[Story, ...]
    mishaps: tuple[Mishap, ...] = ()
    batches: tuple[DemoBatch, ...] = ()
