"""Failed criteria as refusals, the same for the mutation that refuses and for the page that explains."""

from collections.abc import Sequence

from schema.criteria.rules import Evaluation, SheetScore, explain_sheet, written
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Criterion


def unmet_refusals(criteria: Sequence[Criterion], evaluation: Evaluation) -> list[DomainError]:
    """List a refusal for every criterion in the way, an incomplete petition first, then a score that is too low."""
    if not any(finding.outcome != "not_asked" for finding in evaluation.findings):
        return [DomainError(ErrorCode.CRITERIA_NOT_MET, "方案没有为该类单元规定任何标准。")]
    petitions = {c.id for c in criteria if c.check is not None and c.check.kind == "petition"}
    refusals = [
        DomainError(
            ErrorCode.PETITION_INCOMPLETE
            if finding.criterion_id in petitions
            else finding.lacking or ErrorCode.CRITERIA_NOT_MET,
            f"{finding.criterion_id} {finding.message}",
            field=("criteria", finding.criterion_id),
            details={
                "criterion": finding.criterion_id,
                **({"missing": finding.missing} if finding.missing is not None else {}),
                **({"eligibleFrom": finding.eligible_from.isoformat()} if finding.eligible_from else {}),
            },
        )
        for finding in evaluation.failures
    ]
    if evaluation.score is not None and not evaluation.score.met:
        refusals.insert(0, _score_refusal(evaluation.score))
    return sorted(refusals, key=lambda refusal: refusal.code is not ErrorCode.PETITION_INCOMPLETE)


def _score_refusal(score: SheetScore) -> DomainError:
    explained = explain_sheet(score)
    return DomainError(
        ErrorCode.SCORE_TOO_LOW,
        f"{explained.title}{explained.measured}（{explained.required}）：{explained.remedy}",
        field=("score",),
        details={"points": written(score.earned), "passMark": score.sheet.pass_mark},
    )
