"""The guideline format: what a district's scheme can say, as data. Unknown keys are refused.

A file under `templates/` is one `Guideline`. Checks are structured (a kind with typed parameters), so that
they can be explained, compared and turned into SQL; a criterion has a machine check, an attestation, or both.
What no single part can tell of itself (references, sums, cycles) is checked by `rules.lint`.
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


CODE = r"^[a-z][a-z_]{1,47}$"
Name = Annotated[str, Field(min_length=1, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=400)]


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
    verified_within_days: int | None = Field(default=None, ge=1, le=365)


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
    """At least `rounds` test rounds in the last `within_days` days, each reaching `percent` of those due."""

    __test__ = False  # not a test class, whatever its name says to pytest

    kind: Literal["test_rounds"]
    within_days: int = Field(ge=1, le=365)
    rounds: int = Field(default=1, ge=1, le=365)
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

    `method` statement: yes or no with an optional note. `survey`: sample size and share are asked, the share
    at least `threshold_percent` and the sample at least `minimum_sample`. `reference`: only a reference
    number is kept, nothing sensitive (open question 22). `items` lists what is covered, point by point;
    attesting says that every one of them holds.
    """

    method: Literal["statement", "survey", "reference"] = "statement"
    threshold_percent: int | None = Field(default=None, ge=1, le=100)
    minimum_sample: int | None = Field(default=None, ge=1)
    items: tuple[Name, ...] = Field(default=(), max_length=20)
    valid_days: int = Field(default=30, ge=1, le=365)


class Score(Part):
    """Where a criterion stands in a score sheet; `maximum` null: the section's points are not divided."""

    section: Name
    maximum: int | None = Field(default=None, ge=1)


class Criterion(Part):
    """One requirement. `id` is the source's id, e.g. `B-k`; `applies_to` lists unit kinds.

    Two criteria may share an id where the check differs by kind (B-f), if no kind has both. Of the criteria
    that name a `route`, those of one route suffice (T-D1 or T-D2). With `risk_levels` it is asked only where
    the area is at one of them, with `only_where` only where that is so, which the attesting person tells.
    """

    id: str = Field(pattern=r"^[A-Z]-[0-9A-Za-z.]+$", max_length=16)
    title: Name
    guidance: Text
    applies_to: tuple[str, ...] = Field(min_length=1)
    route: str | None = Field(default=None, pattern=CODE)
    risk_levels: tuple[str, ...] = ()
    only_where: Name | None = None
    check: Check | None = None
    attest: Attest | None = None
    score: Score | None = None
    on_loss: Loss = "none"


class Section(Part):
    """A section of a score sheet and its maximum of points; `parent` is the section it is a part of."""

    id: str = Field(pattern=r"^[0-9A-Za-z.]{1,12}$")
    title: Name
    maximum: int = Field(ge=1)
    parent: str | None = None


class ScoreSheet(Part):
    """A score sheet: its top sections add up to `total`, parts to their section.

    `pass_mark` is the tenant's choice (open question 14).
    """

    total: int = Field(ge=1)
    pass_mark: int = Field(ge=1)
    sections: tuple[Section, ...] = Field(min_length=1)


class UnitKind(Part):
    """A kind of place. `parents` are kind ids; an empty tuple marks the root.

    `title` is the name a unit of this kind may bear, `pilot_title` the one of the pilot stage. Households are
    registered only in kinds with `households`.
    """

    id: str = Field(pattern=r"^[a-z][a-z_]{1,31}$")
    name: Name
    parents: tuple[str, ...]
    title: Name | None = None
    pilot_title: Name | None = None
    households: bool = False


class Step(Part):
    """One step of a process: who acts on it and what they may do there.

    `forward` passes on, `review` endorses with an opinion, `decide` names, `record` files. When `rechecks`,
    the machine checks must hold at this step for a positive action.
    """

    id: str = Field(pattern=CODE)
    name: Name
    kind: Literal["forward", "review", "decide", "record"]
    role: OfficialRole
    actions: tuple[StepAction, ...] = Field(min_length=1)
    opinion: Literal["required", "optional"] = "optional"
    rechecks: bool = True


class Process(Part):
    """The way of an application for some unit kinds. `applicants` may open, assess, submit and withdraw it.

    `separation`: nobody decides on what they submitted, or already decided in this `round` (or, stricter, in
    the whole `application`). A returned application is resubmitted to `first_step` or `returning_step`.
    """

    id: str = Field(pattern=r"^[A-Z]-[0-9A-Za-z]+$", max_length=16)
    name: Name
    unit_kinds: tuple[str, ...] = Field(min_length=1)
    applicants: tuple[OfficialRole, ...] = Field(min_length=1)
    intake: Literal["rolling", "batch"] = "rolling"
    steps: tuple[Step, ...] = Field(min_length=1)
    resubmit_to: Literal["first_step", "returning_step"] = "first_step"
    separation: Literal["round", "application"] = "round"


class CodedName(Part):
    """An entry of an extensible code list."""

    id: str = Field(pattern=CODE)
    name: Name


class RiskLevel(CodedName):
    """A risk level of the official vocabulary; `abolished_on` is the day it ceased (open question 13)."""

    abolished_on: date | None = None


class Naming(Part):
    """How numbers are given: `pattern` takes {prefix}, {kind}, {year} and {sequence}.

    The sequence counts within the kind and the year as far as the pattern shows them.
    """

    pattern: str = Field(default="{prefix}-{kind}-{year}-{sequence:04d}", max_length=80)
    prefix: str = Field(min_length=1, max_length=12)


class Practice(Part):
    """A requirement of the source that is no criterion and no step, with what the platform does of it."""

    id: str = Field(pattern=r"^[A-Z]-[0-9A-Za-z.]+$", max_length=16)
    title: Name
    realised_by: Text


class Guideline(Part):
    """A whole scheme. `proposals` lists paths of values the source does not give: ours, to be confirmed.

    A path names list entries by id, `*` stands for all: `criteria[B-i].check.rounds`, `criteria[*].on_loss`.
    """

    format: Literal[1]
    id: str = Field(pattern=r"^[a-z][a-z0-9_-]{1,39}$")
    title: Name
    source: Name
    issued_on: date
    unit_kinds: tuple[UnitKind, ...] = Field(min_length=1)
    special_groups: tuple[CodedName, ...] = ()
    risk_levels: tuple[RiskLevel, ...] = ()
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    score_sheet: ScoreSheet | None = None
    processes: tuple[Process, ...] = Field(min_length=1)
    naming: Naming
    on_child_loss: Literal["suspend", "recompute", "none", "revoke"] = "suspend"
    practices: tuple[Practice, ...] = ()
    proposals: tuple[str, ...] = ()
