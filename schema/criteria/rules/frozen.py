"""An evaluation as it is told ever after: finding by finding with the statements of its day, and the score sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schema.criteria.rules.evaluation import Evaluation
from schema.criteria.rules.findings import Finding
from schema.criteria.rules.scores import SheetScore
from schema.criteria.rules.sheets import written
from schema.criteria.rules.statements import Statement, statement_to_data


@dataclass(frozen=True, slots=True)
class Frozen:
    """What is kept: `results`, those in the way first, and the `score`, null where nothing is scored."""

    results: Sequence[Mapping[str, Any]]
    score: Mapping[str, Any] | None


def freeze(evaluation: Evaluation, statements: Mapping[str, Statement]) -> Frozen:
    """Write an evaluation as plain data; `statements` are the latest by criterion."""
    score = evaluation.score
    return Frozen(
        [_result(finding, statements.get(finding.criterion_id)) for finding in evaluation.failures_first],
        _sheet(score) if score is not None else None,
    )


def explanation_of(finding: Finding) -> dict[str, Any]:
    """Render a finding for keeping."""
    return {
        "machine": finding.machine,
        "attested": finding.attested,
        "measured": finding.measured,
        "required": finding.required,
        "message": finding.message,
        "missing": finding.missing,
        "eligible_from": finding.eligible_from.isoformat() if finding.eligible_from else None,
        "clause": finding.clause,
        "evidence": [file.sha256 for file in finding.evidence],
        "tree": finding.explanation.to_data(),
    }


def _result(finding: Finding, statement: Statement | None) -> dict[str, Any]:
    return {
        **explanation_of(finding),
        "criterion": finding.criterion_id,
        "outcome": finding.outcome,
        "blocking": finding.blocking,
        "statement": statement_to_data(statement) if statement is not None else None,
    }


def _sheet(score: SheetScore) -> dict[str, Any]:
    return {
        "points": written(score.earned),
        "total": score.sheet.total,
        "pass_mark": score.sheet.pass_mark,
        "met": score.met,
        "void_by": [item.criterion.id for item in score.void],
        "sections": [
            {
                "id": each.section.id,
                "title": each.section.title,
                "points": written(each.earned),
                "maximum": each.section.maximum,
                "minimum": each.section.minimum,
                "parent": each.section.parent,
            }
            for top in score.sections
            for each in (top, *top.parts)
        ],
    }
