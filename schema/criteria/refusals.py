"""Failed criteria as refusals, the same for the mutation that refuses and for the page that explains."""

from collections.abc import Sequence

from schema.criteria.rules import Evaluation
from schema.errors import DomainError, ErrorCode
from schema.guidelines.format import Criterion


def unmet_refusals(criteria: Sequence[Criterion], evaluation: Evaluation) -> list[DomainError]:
    """List a refusal for every criterion that is not met, an incomplete petition first and with its own code."""
    if not evaluation.findings:
        return [DomainError(ErrorCode.CRITERIA_NOT_MET, "方案没有为该类单元规定任何标准。")]
    petitions = {c.id for c in criteria if c.check is not None and c.check.kind == "petition"}
    refusals = [
        DomainError(
            ErrorCode.PETITION_INCOMPLETE
            if finding.criterion_id in petitions
            else ErrorCode.CRITERIA_NOT_MET,
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
    return sorted(refusals, key=lambda refusal: refusal.code is not ErrorCode.PETITION_INCOMPLETE)
