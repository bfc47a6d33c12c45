"""Scenarios: imagined units and what must come of them, so that a scheme is tried before anybody works by it."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from schema.guidelines.rules.format.base import CODE, Control, EventKind, EvidenceType, Loss, Name, Part


class ScenarioEvent(Part):
    """A health event in the unit, or `above` it; `reported_on` is `occurred_on` unless told."""

    kind: EventKind
    occurred_on: date
    reported_on: date | None = None
    ended_on: date | None = None
    in_central_quarantine: bool = False
    control: Control | None = None
    above: bool = False
    risk_level: str | None = Field(default=None, pattern=CODE)
    event_class: str | None = Field(default=None, pattern=CODE)


class ScenarioRoster(Part):
    """Counts over the households of the unit."""

    households: int = Field(ge=0)
    unverified: int = Field(default=0, ge=0)
    oldest_verification: date | None = None
    occupied_without_residents: int = Field(default=0, ge=0)
    residents: int = Field(default=0, ge=0)
    not_asked_for_special_groups: int = Field(default=0, ge=0)
    in_special_groups: int = Field(default=0, ge=0)
    needs_not_recorded: int = Field(default=0, ge=0)


class ScenarioRound(Part):
    """A test round: how many were due, how many were tested."""

    on: date
    due: int = Field(ge=0)
    tested: int = Field(ge=0)


class ScenarioPetition(Part):
    """A petition's count: the households of its roll, those that signed, and vacancies that were confirmed."""

    roll: int = Field(ge=0)
    signed: int = Field(ge=0)
    vacant: int = Field(default=0, ge=0)


class ScenarioChild(Part):
    """A unit directly below."""

    kind: str
    titled: bool = False
    met_on: date | None = None


class ScenarioFigure(Part):
    """The latest value of a figure, for a period that ended on `until`."""

    numerator: int = Field(ge=0)
    denominator: int = Field(ge=1)
    excluded: int = Field(default=0, ge=0)
    until: date


class ScenarioComplaint(Part):
    """A complaint about the unit; `substantiated` is null while it is not settled."""

    received_on: date
    due_on: date
    about_epidemic: bool = True
    substantiated: bool | None = None
    settled_on: date | None = None


class ScenarioStatement(Part):
    """What a person states of a criterion, on the day of the scenario unless told."""

    met: bool = True
    on: date | None = None
    sample_size: int | None = Field(default=None, ge=1)
    sample_met: int | None = Field(default=None, ge=0)
    share_percent: int | None = Field(default=None, ge=0, le=100)
    points: Decimal | None = Field(default=None, ge=0)
    applicable: bool = True


class ScenarioFile(Part):
    """Files that back a criterion: `count` different ones brought as `file`, of the scenario's day unless told."""

    file: str = Field(pattern=CODE)
    type: EvidenceType = "image"
    taken_on: date | None = None
    count: int = Field(default=1, ge=1, le=20)


class ScenarioFacts(Part):
    """What is known of the unit. With `all_attested` everything a person attests is met, with the files asked.

    `attestations` and `files` tell, by criterion, what takes the place of that.
    """

    events: tuple[ScenarioEvent, ...] = Field(default=(), max_length=50)
    roster: ScenarioRoster | None = None
    logs: dict[str, tuple[date, ...]] = Field(default={}, max_length=50)
    test_rounds: tuple[ScenarioRound, ...] = Field(default=(), max_length=50)
    petition: ScenarioPetition | None = None
    children: tuple[ScenarioChild, ...] = Field(default=(), max_length=50)
    figures: dict[str, ScenarioFigure] = Field(default={}, max_length=100)
    complaints: tuple[ScenarioComplaint, ...] = Field(default=(), max_length=50)
    all_attested: bool = False
    attestations: dict[str, ScenarioStatement] = Field(default={}, max_length=200)
    files: dict[str, tuple[ScenarioFile, ...]] = Field(default={}, max_length=200)


class ScenarioLoss(Part):
    """What an event in the unit does to a name it bears."""

    event: ScenarioEvent
    change: Loss
    clause: str | None = None


class ScenarioFound(Part):
    """What a supervisor finds against the criterion `clause` does first to a name the unit bears."""

    clause: str
    change: Loss


class ScenarioShortfall(Part):
    """What a figure recorded after the naming does to the name; `figures` take the place of those of the facts."""

    figures: dict[str, ScenarioFigure] = Field(min_length=1, max_length=100)
    change: Loss
    clause: str | None = None


class Expectation(Part):
    """What must come of it. What is not said is not compared."""

    met: bool
    failing: tuple[str, ...] | None = None
    points: Decimal | None = Field(default=None, ge=0)
    on_event: ScenarioLoss | None = None
    on_finding: ScenarioFound | None = None
    on_figures: ScenarioShortfall | None = None


class Scenario(Part):
    """An imagined unit on a day, and what must come of it; with `tier` it applies for that tier.

    With `applied_on` its application was handed in on that day: what is judged at applying is judged by it.
    """

    name: Name
    unit: str
    tier: str | None = None
    on: date
    applied_on: date | None = None
    facts: ScenarioFacts = ScenarioFacts()
    expect: Expectation
