"""What stands in the way of acting on a finding: the same for a button and for the deed."""

import uuid

from schema.findings.rules import FindingStatus
from schema.findings.tables import Finding
from schema.frame.errors import DomainError, ErrorCode


def standing_refusal(finding: Finding, status: FindingStatus) -> DomainError | None:
    """Tell why nothing can be done that takes a finding to stand so; None if it does."""
    if finding.status == status:
        return None
    return DomainError(
        ErrorCode.FINDING_NOT_OPEN,
        "该问题目前不在此环节。",
        field=("finding",),
        details={"status": finding.status},
    )


def reporters_of(finding: Finding) -> frozenset[uuid.UUID]:
    """Tell who reported a finding put right, and so does not verify it."""
    return frozenset() if finding.reported_by is None else frozenset({finding.reported_by})
