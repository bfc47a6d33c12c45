"""The guideline format: what a district's scheme can say, as data. Unknown keys are refused.

A file under `templates/` is one `Guideline`. Checks are structured (a kind with typed parameters), so that they
can be explained, compared and turned into SQL; a criterion has a machine check, an attestation, or both.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

EventKind = Literal[
    "case",
    "asymptomatic",
    "close_contact",
    "home_quarantine",
    "key_area_returnee",
    "risk_zone",
    "temporary_control_zone",
]
LogKind = Literal["disinfection", "waste_clearance", "test_round"]
OfficialRole = Literal["building_leader", "commission", "community", "headquarters", "property", "street"]
StepAction = Literal["forward", "return", "reject", "endorse", "name", "record"]
Loss = Literal["revoke", "suspend", "none"]
ChildrenMode = Literal["ALL_TITLED", "ALL_MEET", "ALL_TITLED_OR_ALL_MEET", "EACH_TITLED_OR_MEETS", "NONE"]


class Part(BaseModel):
    """Base of every part of the format: immutable, strict, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class WindowCheck(Part):
    """No event of these kinds within the last `days` local calendar days (open question 1)."""

    kind: Literal["window"]
    events: tuple[EventKind, ...] = Field(min_length=1)
    days: int = Field(ge=1, le=365)
    basis: Literal["reported", "occurred"] = "reported"
    count_central_quarantine: bool = False


class NoneOfCheck(Part):
    """No event of these kinds is going on at the moment of evaluation (open question 2).

    With `ancestors` an event placed in a unit above counts too: a zone over the street covers the compound.
    """

    kind: Literal["none_of"]
    events: tuple[EventKind, ...] = Field(min_length=1)
    ancestors: bool = False


class ChildrenCheck(Part):
    """The units directly below, of these kinds, bear the name or meet their standard (open question 6).

    "Meets" is an assessment that was met, at most `meets_within_days` days old.
    """

    kind: Literal["children"]
    mode: ChildrenMode
    kinds: tuple[str, ...] = Field(min_length=1)
    meets_within_days: int = Field(default=8, ge=0, le=365)


class PetitionCheck(Part):
    """At least `percent` of the roll's households signed (open questions 4 and 5)."""

    kind: Literal["petition"]
    percent: int = Field(default=100, ge=1, le=100)


class RosterCheck(Part):
    """Every household of the unit is verified and every occupied one lists its residents."""

    kind: Literal["roster"]
    verified_within_days: int | None = Field(default=None, ge=1)


class SpecialGroupsCheck(Part):
    """Everybody was asked about special groups, and the needs of those in one are recorded."""

    kind: Literal["special_groups"]


class LogCheck(Part):
    """Work of this kind is logged at least once in each of the last `periods` spans of `every_days` days."""

    kind: Literal["log"]
    log: LogKind
    every_days: int = Field(ge=1, le=365)
    periods: int = Field(default=1, ge=1, le=52)


class TestRoundsCheck(Part):
    """At least `rounds` test rounds within the last `within_days` days, each reaching `percent` of those due."""

    __test__ = False  # not a test class, whatever its name says to pytest

    kind: Literal["test_rounds"]
    within_days: int = Field(ge=1, le=365)
    rounds: int = Field(default=1, ge=1)
    percent: int = Field(default=100, ge=1, le=100)


Check = Annotated[
    WindowCheck
    | NoneOfCheck
    | ChildrenCheck
    | PetitionCheck
    | RosterCheck
    | SpecialGroupsCheck
    | LogCheck
    | TestRoundsCheck,
    Field(discriminator="kind"),
]


class Attest(Part):
    """A person attests the criterion.

    `method` statement: yes or no with an optional note. `survey`: sample size and share are asked, the share at
    least `threshold_percent` and the sample at least `minimum_sample`. `reference`: only a reference number is
    kept when something happened; nothing sensitive is stored (open question 22).
    """

    method: Literal["statement", "survey", "reference"] = "statement"
    threshold_percent: int | None = Field(default=None, ge=1, le=100)
    minimum_sample: int | None = Field(default=None, ge=1)
    valid_days: int = Field(default=30, ge=1, le=365)


class Score(Part):
    """Where a criterion stands in a score sheet; `maximum` null means the section's points are not divided."""

    section: str
    maximum: int | None = Field(default=None, ge=1)


class Criterion(Part):
    """One requirement. `id` is the source's id, e.g. `B-k`; `applies_to` lists unit kinds."""

    id: str = Field(pattern=r"^[A-Z]-[0-9A-Za-z.]+$")
    title: str = Field(min_length=1, max_length=60)
    guidance: str = Field(min_length=1, max_length=400)
    applies_to: tuple[str, ...] = Field(min_length=1)
    check: Check | None = None
    attest: Attest | None = None
    score: Score | None = None
    on_loss: Loss = "none"


class Section(Part):
    """A section of a score sheet and its maximum of points."""

    id: str
    title: str
    maximum: int = Field(ge=1)
    parent: str | None = None


class ScoreSheet(Part):
    """A score sheet; its top sections add up to `total`. `pass_mark` is the tenant's choice (open question 14)."""

    total: int = Field(ge=1)
    pass_mark: int = Field(ge=1)
    sections: tuple[Section, ...] = Field(min_length=1)


class UnitKind(Part):
    """A kind of place. `parents` are kind ids; an empty tuple marks the root."""

    id: str = Field(pattern=r"^[a-z][a-z_]{1,31}$")
    name: str
    parents: tuple[str, ...]
    title: str | None = None
    households: bool = False


class Step(Part):
    """One step of a process: who acts on it and what they may do there.

    `forward` passes on, `review` endorses with an opinion, `decide` names, `record` files. When `rechecks`, the
    machine checks must hold at this step for a positive action.
    """

    id: str = Field(pattern=r"^[a-z][a-z_]{1,47}$")
    name: str
    kind: Literal["forward", "review", "decide", "record"]
    role: OfficialRole
    actions: tuple[StepAction, ...] = Field(min_length=1)
    opinion: Literal["required", "optional"] = "optional"
    rechecks: bool = True


class Process(Part):
    """The way of an application for some unit kinds. `applicants` may open, assess, submit and withdraw it.

    `separation`: nobody decides on what they submitted, or already decided in this `round` (or, stricter, in
    the whole `application`). A returned application is resubmitted to the `first_step` or the `returning_step`.
    """

    id: str = Field(pattern=r"^[A-Z]-[0-9A-Za-z]+$")
    name: str
    unit_kinds: tuple[str, ...] = Field(min_length=1)
    applicants: tuple[OfficialRole, ...] = Field(min_length=1)
    intake: Literal["rolling", "batch"] = "rolling"
    steps: tuple[Step, ...] = Field(min_length=1)
    resubmit_to: Literal["first_step", "returning_step"] = "first_step"
    separation: Literal["round", "application"] = "round"


class CodedName(Part):
    """An entry of an extensible code list."""

    id: str = Field(pattern=r"^[a-z][a-z_]{1,47}$")
    name: str


class Naming(Part):
    """How numbers are given: `pattern` takes {prefix}, {kind}, {year} and {sequence}."""

    pattern: str = "{prefix}-{kind}-{year}-{sequence:04d}"
    prefix: str = Field(min_length=1, max_length=12)


class Practice(Part):
    """A standing requirement of the source that is no criterion and no step, with what the platform does of it."""

    id: str = Field(pattern=r"^[A-Z]-[0-9A-Za-z.]+$")
    title: str
    realised_by: str


class Guideline(Part):
    """A whole scheme. `proposals` lists dotted paths of values the source does not give: ours, to be confirmed."""

    format: Literal[1]
    id: str = Field(pattern=r"^[a-z][a-z0-9_-]{1,39}$")
    title: str
    source: str
    issued_on: date
    unit_kinds: tuple[UnitKind, ...] = Field(min_length=1)
    special_groups: tuple[CodedName, ...] = ()
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    score_sheet: ScoreSheet | None = None
    processes: tuple[Process, ...] = Field(min_length=1)
    naming: Naming
    on_child_loss: Literal["suspend", "recompute", "none", "revoke"] = "suspend"
    practices: tuple[Practice, ...] = ()
    proposals: tuple[str, ...] = ()
