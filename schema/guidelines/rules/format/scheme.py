"""A whole scheme and its lists."""

from datetime import date
from typing import Literal

from pydantic import Field

from schema.guidelines.rules.format.base import CLAUSE, SCHEME, Name, Part, Text
from schema.guidelines.rules.format.batches import CoverageTarget
from schema.guidelines.rules.format.criteria import Criterion
from schema.guidelines.rules.format.dated import DatedValue
from schema.guidelines.rules.format.processes import Process
from schema.guidelines.rules.format.scenarios import Scenario
from schema.guidelines.rules.format.scores import ScoreSheet
from schema.guidelines.rules.format.supervision import Supervision
from schema.guidelines.rules.format.titles import Benefit, DerivedTitle, Duty, Publication, Tier, Validity
from schema.guidelines.rules.format.units import Office, RoleName, UnitKind
from schema.guidelines.rules.format.vocabulary import Benchmark, CodedName, EventClass, Figure, RiskLevel


class Naming(Part):
    """How numbers are given: `pattern` takes {prefix}, {district}, {kind}, {year} and {sequence}.

    The district is the code no other has, put in front where the pattern does not show it; the kind is the
    guideline's word for it. The sequence counts within the kind and the year as far as the pattern shows them.
    """

    pattern: str = Field(default="{prefix}-{district}-{kind}-{year}-{sequence:04d}", max_length=80)
    prefix: str = Field(min_length=1, max_length=12)


class Practice(Part):
    """A requirement of the source that is no criterion and no step, with what the platform does of it."""

    id: str = Field(pattern=CLAUSE, max_length=16)
    title: Name
    realised_by: Text


class Guideline(Part):
    """A whole scheme. `proposals` lists paths of values the source does not give: ours, to be confirmed.

    What lets more than `confirm_above` names fall at once must have been previewed and confirmed by a person.
    A path names list entries by id, `*` stands for all: `criteria[B-i].check.rounds`, `criteria[*].on_loss`.
    `dated_values` are numbers that are others from a day on, at paths of the same form, without `*`.
    """

    format: Literal[1]
    id: str = Field(pattern=SCHEME)
    title: Name
    source: Name
    issued_on: date
    unit_kinds: tuple[UnitKind, ...] = Field(min_length=1)
    role_names: tuple[RoleName, ...] = Field(default=(), max_length=6)
    offices: tuple[Office, ...] = Field(default=(), max_length=20)
    special_groups: tuple[CodedName, ...] = ()
    risk_levels: tuple[RiskLevel, ...] = ()
    event_classes: tuple[EventClass, ...] = Field(default=(), max_length=100)
    log_kinds: tuple[CodedName, ...] = Field(default=(), max_length=100)
    figures: tuple[Figure, ...] = Field(default=(), max_length=100)
    benchmarks: tuple[Benchmark, ...] = Field(default=(), max_length=100)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    score_sheet: ScoreSheet | None = None
    processes: tuple[Process, ...] = Field(min_length=1)
    naming: Naming
    coverage_target: CoverageTarget | None = None
    derived_titles: tuple[DerivedTitle, ...] = Field(default=(), max_length=50)
    tiers: tuple[Tier, ...] = Field(default=(), max_length=20)
    validity: tuple[Validity, ...] = Field(default=(), max_length=50)
    benefits: tuple[Benefit, ...] = Field(default=(), max_length=50)
    duties: tuple[Duty, ...] = Field(default=(), max_length=50)
    publication: Publication = Publication()
    supervision: Supervision = Supervision()
    on_child_loss: Literal["suspend", "recompute", "none", "revoke"] = "suspend"
    confirm_above: int = Field(default=20, ge=0, le=100_000)
    practices: tuple[Practice, ...] = ()
    dated_values: tuple[DatedValue, ...] = Field(default=(), max_length=100)
    scenarios: tuple[Scenario, ...] = Field(default=(), max_length=100)
    proposals: tuple[str, ...] = ()


Guideline.model_rebuild()
