"""Kinds of units and the criteria asked of them."""

from enum import StrEnum

import strawberry

from schema.guidelines.rules import format as parts
from schema.guidelines.rules import unit_kind


@strawberry.enum
class AttestMethod(StrEnum):
    """How a person attests a criterion."""

    REFERENCE = "reference"
    STATEMENT = "statement"
    SURVEY = "survey"


@strawberry.enum
class LossEffect(StrEnum):
    """What becomes of a name when a criterion is not met any more."""

    NONE = "none"
    REVOKE = "revoke"
    SUSPEND = "suspend"
    WARN = "warn"


@strawberry.enum
class FindingEffect(StrEnum):
    """What a supervisor's finding does: it climbs the ladder, or costs what the criterion says at once."""

    AT_ONCE = "at_once"
    LADDER = "ladder"


@strawberry.enum
class ScoreKind(StrEnum):
    """What a criterion does in a score sheet: it earns points, takes them off, or voids the sheet."""

    DEDUCTION = "deduction"
    ITEM = "item"
    VETO = "veto"


@strawberry.type
class UnitKind:
    """A kind of place, e.g. a building 楼栋."""

    id: str = strawberry.field(description="Code of the kind, e.g. `building`.")
    name: str = strawberry.field(description="Its name in zh-CN.")
    title: str | None = strawberry.field(description="The title it may bear; null if it is named by none.")
    pilot_title: str | None = strawberry.field(
        description="The title in the pilot stage, where there is one."
    )
    parents: list[str] = strawberry.field(
        description="Kinds it may stand directly under; empty for the root."
    )
    households: bool = strawberry.field(description="Whether households are registered in it.")

    @classmethod
    def of(cls, part: parts.UnitKind) -> "UnitKind":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            name=part.name,
            title=part.title,
            pilot_title=part.pilot_title,
            parents=list(part.parents),
            households=part.households,
        )


@strawberry.enum
class EvidenceType(StrEnum):
    """What a file is, by its content."""

    IMAGE = "image"
    PDF = "pdf"


@strawberry.type
class EvidenceRequirement:
    """Files a criterion has to be backed by."""

    id: str = strawberry.field(description="Code of the requirement, unique in the criterion.")
    name: str = strawberry.field(description="What the files show, in zh-CN.")
    types: list[EvidenceType] = strawberry.field(description="What the files may be.")
    minimum: int = strawberry.field(description="How many there have to be at least.")
    fresh_days: int | None = strawberry.field(description="Days after which a file no longer counts.")

    @classmethod
    def of(cls, part: parts.Evidence) -> "EvidenceRequirement":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            name=part.name,
            types=[EvidenceType(kind) for kind in part.types],
            minimum=part.minimum,
            fresh_days=part.fresh_days,
        )


@strawberry.type
class Criterion:
    """A requirement, named by the id it has in the source, e.g. `B-k`."""

    id: str = strawberry.field(description="The source's id; unique among the criteria of a unit kind.")
    title: str = strawberry.field(description="What is asked, in a few words.")
    guidance: str = strawberry.field(description="How it is understood and checked.")
    applies_to: list[UnitKind] = strawberry.field(description="Kinds of units it is asked of.")
    machine_checked: bool = strawberry.field(description="Whether the platform checks it from data.")
    attested: bool = strawberry.field(description="Whether a person attests it.")
    attest_method: AttestMethod | None = strawberry.field(
        description="How it is attested; null if it is not."
    )
    attest_items: list[str] = strawberry.field(description="The points an attestation covers, all of them.")
    attest_valid_days: int | None = strawberry.field(description="Days an attestation holds.")
    survey_threshold_percent: int | None = strawberry.field(
        description="Survey: the least share, in percent."
    )
    survey_benchmark: str | None = strawberry.field(
        description="Survey: the benchmark the share must be above, an id of `benchmarks`."
    )
    survey_minimum_sample: int | None = strawberry.field(description="Survey: the least sample.")
    evidence: list[EvidenceRequirement] = strawberry.field(description="Files it has to be backed by.")
    route: str | None = strawberry.field(description="Criteria of one route suffice; null: always asked.")
    risk_levels: list[str] = strawberry.field(description="Risk levels it is asked at; empty: at all.")
    only_where: str | None = strawberry.field(description="The condition under which it is asked.")
    section: str | None = strawberry.field(description="Its section of the score sheet; null: a gate.")
    score_kind: ScoreKind | None = strawberry.field(description="What it does in the score sheet.")
    score_maximum: int | None = strawberry.field(
        description="Its own points at most; null where the section's points are not divided."
    )
    score_per_occurrence: int | None = strawberry.field(
        description="Of a deduction: points taken off each time; null where that is not said."
    )
    on_loss: LossEffect = strawberry.field(
        description="What becomes of a name held when it is not met any more."
    )
    on_finding: FindingEffect = strawberry.field(description="What a finding against it does to a name.")
    judged_at_applying: bool = strawberry.field(
        description="Whether what held when the application was handed in stands at all later steps."
    )
    score_hard: bool = strawberry.field(description="Whether the sheet is void unless it is met.")

    @classmethod
    def of(cls, part: parts.Criterion, guideline: parts.Guideline) -> "Criterion":
        """Render a part of a guideline."""
        attest = part.attest
        return cls(
            id=part.id,
            title=part.title,
            guidance=part.guidance,
            applies_to=[UnitKind.of(unit_kind(guideline, kind)) for kind in part.applies_to],
            machine_checked=part.check is not None,
            attested=attest is not None,
            attest_method=AttestMethod(attest.method) if attest else None,
            attest_items=list(attest.items) if attest else [],
            attest_valid_days=attest.valid_days if attest else None,
            survey_threshold_percent=attest.threshold_percent if attest else None,
            survey_benchmark=attest.benchmark if attest else None,
            survey_minimum_sample=attest.minimum_sample if attest else None,
            evidence=[EvidenceRequirement.of(file) for file in part.evidence],
            route=part.route,
            risk_levels=list(part.risk_levels),
            only_where=part.only_where,
            section=part.score.section if part.score else None,
            score_kind=ScoreKind(part.score.kind) if part.score else None,
            score_maximum=part.score.maximum if part.score else None,
            score_per_occurrence=part.score.per_occurrence if part.score else None,
            on_loss=LossEffect(part.on_loss),
            on_finding=FindingEffect(part.on_finding),
            judged_at_applying=part.judged == "at_applying",
            score_hard=part.score.hard if part.score else False,
        )
