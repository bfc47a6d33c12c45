"""The guideline format: what a district's scheme can say, as data. Unknown keys are refused.

A file under `templates/` is one `Guideline`. Checks are structured (a kind with typed parameters), so that
they can be explained, compared and turned into SQL; a criterion has a machine check, an attestation, or both.
What no single part can tell of itself (references, sums, cycles) is checked by `rules.lint`.
"""

from schema.guidelines.format.base import (
    CODE,
    EVENT_KINDS,
    LOG_KINDS,
    ChildrenMode,
    EventCode,
    EventKind,
    EvidenceType,
    LogKind,
    Loss,
    Name,
    OfficialRole,
    Part,
    StepAction,
    Text,
)
from schema.guidelines.format.batches import (
    BatchKind,
    BatchSettings,
    CoverageTarget,
    Team,
)
from schema.guidelines.format.checks import (
    Basis,
    Check,
    ChildrenCheck,
    ComplaintsCheck,
    ConditionCheck,
    LatestRoundCheck,
    LengthChange,
    LogCheck,
    NoneOfCheck,
    PetitionCheck,
    RateCheck,
    RosterCheck,
    SpecialGroupsCheck,
    TestDaysCheck,
    TestRoundsCheck,
    WindowCheck,
)
from schema.guidelines.format.criteria import (
    Attest,
    Criterion,
    Evidence,
    Score,
)
from schema.guidelines.format.deadlines import (
    Deadline,
    Rung,
)
from schema.guidelines.format.forms import (
    FieldType,
    FormField,
)
from schema.guidelines.format.processes import (
    Cadence,
    Process,
    Step,
)
from schema.guidelines.format.scenarios import (
    Expectation,
    Scenario,
    ScenarioChild,
    ScenarioComplaint,
    ScenarioEvent,
    ScenarioFacts,
    ScenarioFigure,
    ScenarioFile,
    ScenarioLoss,
    ScenarioPetition,
    ScenarioRoster,
    ScenarioRound,
    ScenarioStatement,
)
from schema.guidelines.format.scheme import (
    Guideline,
    Naming,
    Practice,
)
from schema.guidelines.format.scores import (
    ScoreSheet,
    Section,
)
from schema.guidelines.format.supervision import (
    PeriodicAssessment,
    Supervision,
)
from schema.guidelines.format.titles import (
    Benefit,
    DerivedTitle,
    Duty,
    Publication,
    Tier,
    Validity,
)
from schema.guidelines.format.units import (
    UnitKind,
)
from schema.guidelines.format.vocabulary import (
    Benchmark,
    BenchmarkValue,
    CodedName,
    EventClass,
    Figure,
    RiskLevel,
)

__all__ = [
    "CODE",
    "EVENT_KINDS",
    "LOG_KINDS",
    "Attest",
    "Basis",
    "BatchKind",
    "BatchSettings",
    "Benchmark",
    "BenchmarkValue",
    "Benefit",
    "Cadence",
    "Check",
    "ChildrenCheck",
    "ChildrenMode",
    "CodedName",
    "ComplaintsCheck",
    "ConditionCheck",
    "CoverageTarget",
    "Criterion",
    "Deadline",
    "DerivedTitle",
    "Duty",
    "EventClass",
    "EventCode",
    "EventKind",
    "Evidence",
    "EvidenceType",
    "Expectation",
    "FieldType",
    "Figure",
    "FormField",
    "Guideline",
    "LatestRoundCheck",
    "LengthChange",
    "LogCheck",
    "LogKind",
    "Loss",
    "Name",
    "Naming",
    "NoneOfCheck",
    "OfficialRole",
    "Part",
    "PeriodicAssessment",
    "PetitionCheck",
    "Practice",
    "Process",
    "Publication",
    "RateCheck",
    "RiskLevel",
    "RosterCheck",
    "Rung",
    "Scenario",
    "ScenarioChild",
    "ScenarioComplaint",
    "ScenarioEvent",
    "ScenarioFacts",
    "ScenarioFigure",
    "ScenarioFile",
    "ScenarioLoss",
    "ScenarioPetition",
    "ScenarioRoster",
    "ScenarioRound",
    "ScenarioStatement",
    "Score",
    "ScoreSheet",
    "Section",
    "SpecialGroupsCheck",
    "Step",
    "StepAction",
    "Supervision",
    "Team",
    "TestDaysCheck",
    "TestRoundsCheck",
    "Text",
    "Tier",
    "UnitKind",
    "Validity",
    "WindowCheck",
]
