"""What is known of a unit on a day: the input of every evaluation, free of personal data."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from schema.guidelines.rules.format import EvidenceType
from schema.petitions.rules import Tally

HORIZON = timedelta(days=366)
"""No window, span or validity of the format is longer."""


@dataclass(frozen=True, slots=True)
class EventFact:
    """A health event in the unit's subtree, or (with `above`) in a unit above it.

    `risk_level` is the level of a risk zone, `event_class` a class of the guideline that counts as the kind,
    `control` how the person is controlled where that is not central quarantine.
    """

    kind: str
    occurred_on: date
    reported_on: date
    ended_on: date | None = None
    in_central_quarantine: bool = False
    above: bool = False
    risk_level: str | None = None
    event_class: str | None = None
    control: str | None = None

    @property
    def under(self) -> str | None:
        """Tell under which control the person is, if under any."""
        return "central" if self.in_central_quarantine else self.control

    def is_one_of(self, codes: Sequence[str]) -> bool:
        """Tell whether the event's kind or class is among the codes of a check."""
        return self.kind in codes or self.event_class in codes


@dataclass(frozen=True, slots=True)
class RosterFact:
    """Counts over the households and residents of the unit's subtree."""

    households: int = 0
    unverified: int = 0
    oldest_verification: date | None = None
    occupied_without_residents: int = 0
    residents: int = 0
    not_asked_for_special_groups: int = 0
    in_special_groups: int = 0
    needs_not_recorded: int = 0


@dataclass(frozen=True, slots=True)
class TestRoundFact:
    """One round of tests: how many people were due and how many were tested."""

    __test__ = False

    on: date
    due: int
    tested: int


@dataclass(frozen=True, slots=True)
class ChildFact:
    """A unit directly below: whether it bears a name in force, and when it last met its standard."""

    code: str
    kind: str
    titled: bool
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class AttestationFact:
    """The latest attestation of one criterion.

    A survey tells how many of its sample met it; older ones a share in whole percent.
    `points` are those an inspector gave (or took off); `applicable` false says that the criterion's
    `only_where` does not hold here. `meaning` is the digest of the clause it was stated of, null where nobody
    knows; a statement of another wording than the one it is held against is `outdated`.
    """

    met: bool
    on: date
    sample_size: int | None = None
    share_percent: int | None = None
    points: Decimal | None = None
    applicable: bool = True
    meaning: str | None = None
    outdated: bool = False
    sample_met: int | None = None

    @property
    def share(self) -> Fraction:
        """Tell the share of a survey's sample that met it, in percent: exact where it was told by numbers."""
        if self.sample_met is not None and self.sample_size:
            return Fraction(100 * self.sample_met, self.sample_size)
        return Fraction(self.share_percent or 0)


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """A file that backs a criterion and was not withdrawn.

    `requirement` is the id the guideline gives it, `sha256` identifies its content.
    """

    requirement: str
    type: EvidenceType
    taken_on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class FigureFact:
    """The latest value of a figure, for a period that ended on `until`; `excluded` are no part of the rest."""

    numerator: int
    denominator: int
    until: date
    excluded: int = 0

    @property
    def counted(self) -> int:
        """Count those the share is of."""
        return self.denominator - self.excluded


@dataclass(frozen=True, slots=True)
class ComplaintFact:
    """A complaint about the unit or a unit below; `substantiated` is null while it is not settled."""

    received_on: date
    due_on: date
    about_epidemic: bool
    substantiated: bool | None = None
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """All facts of one unit on the local calendar day `on`."""

    on: date
    kind: str
    events: tuple[EventFact, ...] = ()
    roster: RosterFact = RosterFact()
    logs: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    test_rounds: tuple[TestRoundFact, ...] = ()
    petition: Tally | None = None
    children: tuple[ChildFact, ...] = ()
    figures: Mapping[str, FigureFact] = field(default_factory=dict)
    complaints: tuple[ComplaintFact, ...] = ()
    attestations: Mapping[str, AttestationFact] = field(default_factory=dict)
    evidence: Mapping[str, tuple[EvidenceFact, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """A unit with its facts, and whether it bears a name in force.

    `applied` are the facts its application was handed in with, where something is judged by them.
    """

    id: uuid.UUID
    parent_id: uuid.UUID | None
    code: str
    name: str
    kind: str
    path: str
    titled: bool
    facts: UnitFacts
    applied: UnitFacts | None = None
