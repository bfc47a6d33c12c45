"""Criteria, findings and assessments in the API."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.criteria import repository
from schema.criteria.graphql.explanations import CriterionOutcome, ExplanationNode, ScoreTotal
from schema.criteria.loading.live import LiveEvaluation, live_evaluations
from schema.criteria.rules import Finding
from schema.criteria.rules.statements import Statement, statement_from_data
from schema.criteria.tables import Assessment as AssessmentTable
from schema.criteria.tables import AssessmentResult as AssessmentResultTable
from schema.designations.repository.tallies import children_by_kind
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.pagination import Latest
from schema.guidelines.graphql import Criterion, current_of
from schema.guidelines.repository import Edition
from schema.guidelines.rules.format import Criterion as CriterionPart
from schema.units import repository as units
from schema.units.graphql import Unit
from schema.units.tables import Unit as UnitTable


@strawberry.type
class AttestationSummary:
    """The latest statement of an official on a criterion."""

    met: bool = strawberry.field(description="Whether it was stated to be met.")
    note: str | None = strawberry.field(description="Free note; no personal data.")
    reference: str | None = strawberry.field(description="Reference number of a sensitive matter.")
    sample_size: int | None = strawberry.field(description="Survey: how many were asked.")
    sample_met: int | None = strawberry.field(
        description="Survey: how many of them answered well; null in old ones, which tell a share."
    )
    share_percent: int | None = strawberry.field(
        description="Survey: share that answered well, in whole percent, rounded down.",
        deprecation_reason="`sampleMet` of `sampleSize` tells it exactly.",
    )
    points: Decimal | None = strawberry.field(description="Points given, or taken off by a deduction.")
    applicable: bool = strawberry.field(description="False: the criterion's condition does not hold here.")
    attested_on: date = strawberry.field(description="Local day of the statement.")

    stated_at: datetime = strawberry.field(description="Instant of the statement.")
    stated_by: str = strawberry.field(description="Display name of who made it.")

    @classmethod
    def of(cls, statement: Statement) -> "AttestationSummary":
        """Render a statement."""
        return cls(
            met=statement.met,
            note=statement.note,
            reference=statement.reference,
            sample_size=statement.sample_size,
            sample_met=statement.sample_met,
            share_percent=statement.share_percent,
            points=statement.points,
            applicable=statement.applicable,
            attested_on=statement.on,
            stated_at=statement.at,
            stated_by=statement.by,
        )


@strawberry.type
class CriterionResult:
    """What an evaluation finds for a criterion: today, with what would change it, or kept as an application ended."""

    criterion: Criterion = strawberry.field(description="The requirement.")
    outcome: CriterionOutcome = strawberry.field(description="The finding.")
    machine_met: bool | None = strawberry.field(
        description="What the machine check says; null if there is none."
    )
    attested_met: bool | None = strawberry.field(
        description="What the valid attestation says; null without one."
    )
    measured: str | None = strawberry.field(description="What was measured, in zh-CN.")
    required: str | None = strawberry.field(description="What is required, in zh-CN.")
    message: str = strawberry.field(description="The finding in words, e.g. 还差 2 户.")
    missing: int | None = strawberry.field(description="How much is missing, in the check's unit.")
    eligible_from: date | None = strawberry.field(
        description="First local day the check would pass by itself."
    )
    attestation: AttestationSummary | None = strawberry.field(description="The latest statement.")
    blocking: bool = strawberry.field(
        description="Whether it stands in the way unless met; false: made up for by a route or by points."
    )
    explanation: list[ExplanationNode] = strawberry.field(
        description="What the finding rests on, from the top."
    )

    @classmethod
    def of(
        cls, criterion: CriterionPart, finding: Finding, statement: Statement | None, edition: Edition
    ) -> "CriterionResult":
        """Render a finding."""
        return cls(
            criterion=Criterion.of(criterion, edition.guideline),
            outcome=CriterionOutcome(finding.outcome),
            machine_met=finding.machine,
            attested_met=finding.attested,
            measured=finding.measured or None,
            required=finding.required or None,
            message=finding.message,
            missing=finding.missing,
            eligible_from=finding.eligible_from,
            attestation=AttestationSummary.of(statement) if statement else None,
            blocking=finding.blocking,
            explanation=ExplanationNode.tree(finding.explanation),
        )

    @classmethod
    def kept(cls, criterion: CriterionPart, data: Mapping[str, Any], edition: Edition) -> "CriterionResult":
        """Render a finding that was frozen (`criteria.rules.frozen`)."""
        day, statement = data["eligible_from"], data.get("statement")
        return cls(
            criterion=Criterion.of(criterion, edition.guideline),
            outcome=CriterionOutcome(data["outcome"]),
            machine_met=data["machine"],
            attested_met=data["attested"],
            measured=data["measured"] or None,
            required=data["required"] or None,
            message=data["message"],
            missing=data["missing"],
            eligible_from=date.fromisoformat(day) if day else None,
            attestation=AttestationSummary.of(statement_from_data(statement)) if statement else None,
            blocking=data["blocking"],
            explanation=ExplanationNode.kept(data.get("tree")),
        )


@strawberry.type
class AssessmentResult:
    """What a kept assessment found for a criterion."""

    criterion: str = strawberry.field(description="Id of the criterion, e.g. `B-k`.")
    outcome: CriterionOutcome = strawberry.field(description="The finding.")
    message: str = strawberry.field(description="The finding in words.")
    explanation: list[ExplanationNode] = strawberry.field(
        description="What the finding rested on, from the top; empty in the oldest assessments."
    )
    evidence: list[str] = strawberry.field(description="SHA-256 of each file that counted, in hexadecimal.")

    @classmethod
    def of(cls, row: AssessmentResultTable) -> "AssessmentResult":
        """Render a row."""
        message = str(row.explanation.get("message") or "")
        return cls(
            criterion=row.criterion,
            outcome=CriterionOutcome(row.outcome),
            message=message,
            explanation=ExplanationNode.kept(row.explanation.get("tree")),
            evidence=list(row.explanation.get("evidence") or ()),
        )


@strawberry.type
class Assessment(Node):
    """An evaluation of a unit, kept as it was."""

    uuid: strawberry.Private[UUID]
    kind: str = strawberry.field(
        description="Occasion: `self`, `application`, `review`, `acceptance`, `naming` or `periodic`."
    )
    met: bool = strawberry.field(description="Whether every criterion was met.")
    points: Decimal | None = strawberry.field(
        description="Total of the score sheet; null where nothing is scored."
    )
    explanation: list[ExplanationNode] = strawberry.field(
        description="The whole judgement from the top: gates, then the score sheet by section and criterion."
    )
    assessed_on: date = strawberry.field(description="Local day of the evaluation.")
    assessed_at: datetime = strawberry.field(description="Instant of the evaluation.")

    @classmethod
    def of(cls, row: AssessmentTable) -> "Assessment":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("Assessment", row.id)),
            uuid=row.id,
            kind=row.kind,
            met=row.met,
            points=row.points,
            explanation=ExplanationNode.kept(row.explanation),
            assessed_on=row.assessed_on,
            assessed_at=row.assessed_at,
        )

    @strawberry.field
    async def results(self, info: Info) -> list[AssessmentResult]:
        """What was found, criterion by criterion."""
        rows = await info.context.load(repository.results_of, self.uuid)
        return [AssessmentResult.of(row) for row in rows or ()]


@fetches("Assessment")
async def find_assessment(context: RequestContext, assessment_id: UUID) -> Assessment | None:
    """Read an assessment of a unit whose applications the viewer may see."""
    async with context.read() as session:
        row = await repository.get(session, assessment_id)
        unit = await units.get(session, row.unit_id) if row else None
    allowed = unit is not None and context.may(Action.APPLICATION_READ, unit.path)
    return Assessment.of(row) if row and allowed else None


@strawberry.type
class Coverage:
    """How many of the units directly below can bear a name, and how many of them do."""

    counted: int = strawberry.field(description="Units directly below of a kind that can be titled.")
    titled: int = strawberry.field(description="Those that bear the name in force.")


@edge(Unit)
async def assessments(
    unit: strawberry.Parent[Unit], info: Info, first: Latest = 10
) -> list[Assessment] | None:
    """The latest assessments, newest first, at most 100; null outside the viewer's area."""
    if not info.context.may(Action.APPLICATION_READ, unit.path):
        return None
    async with info.context.read() as session:
        rows = await repository.latest_of_unit(session, unit.uuid, max(0, min(first, 100)))
    return [Assessment.of(row) for row in rows]


@edge(Unit)
async def coverage(unit: strawberry.Parent[Unit], info: Info) -> Coverage:
    """How far the units directly below have come (B-f, B-M1)."""
    counts = await info.context.load(children_by_kind, (unit.uuid, info.context.operations.today())) or {}
    titled_kinds = {kind.id for kind in (await current_of(info.context)).guideline.unit_kinds if kind.title}
    chosen = [pair for kind, pair in counts.items() if kind in titled_kinds]
    return Coverage(counted=sum(total for total, _ in chosen), titled=sum(titled for _, titled in chosen))


async def evaluate_live(
    context: RequestContext, unit: UnitTable, edition: Edition, tier: str | None = None
) -> LiveEvaluation:
    """Evaluate a unit today against a guideline version; once in a request, however often it is asked."""
    found = await context.load(live_evaluations, (unit, edition.id, context.operations.today(), tier))
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。")
    return found


def results_of(live: LiveEvaluation, kind: str) -> list[CriterionResult]:
    """Render an evaluation of a unit of `kind`, failures first."""
    asked = live.edition.guideline.criteria
    criteria = {criterion.id: criterion for criterion in asked if kind in criterion.applies_to}
    return [
        CriterionResult.of(
            criteria[finding.criterion_id], finding, live.statements.get(finding.criterion_id), live.edition
        )
        for finding in live.evaluation.failures_first
    ]


def score_of(live: LiveEvaluation) -> ScoreTotal | None:
    """Render the score sheet of an evaluation; none where nothing is scored."""
    return ScoreTotal.of(live.evaluation.score) if live.evaluation.score is not None else None


def kept_results(kept: Sequence[Mapping[str, Any]], edition: Edition) -> list[CriterionResult]:
    """Render frozen findings in their order, by the version they were found under."""
    criteria = {criterion.id: criterion for criterion in edition.guideline.criteria}
    return [CriterionResult.kept(criteria[each["criterion"]], each, edition) for each in kept]
