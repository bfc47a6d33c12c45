"""What stands in the way of deciding on an appeal, and who does not decide: the same for a button and for the deed."""

import uuid

from schema.appeals.tables import Appeal
from schema.designations.tables import DesignationChange
from schema.findings.tables import Finding
from schema.frame.errors import DomainError, ErrorCode


def decided_refusal(appeal: Appeal) -> DomainError | None:
    """Tell why an appeal cannot be decided: it was; None if it can."""
    if appeal.status != "open":
        return DomainError(ErrorCode.APPEAL_NOT_OPEN, "该申诉已有决定。", field=("appeal",))
    return None


def finding_behind(change: DesignationChange) -> uuid.UUID | None:
    """Tell which finding a change rests on: its ground names it."""
    kind, _, found = (change.ground or "").partition(":")
    return uuid.UUID(found) if kind == "finding" else None


def took_part(appeal: Appeal, change: DesignationChange, finding: Finding | None) -> frozenset[uuid.UUID]:
    """List who had a part in what an appeal is about, and so does not decide on it."""
    actors = {appeal.lodged_by, change.actor_id}
    if finding is not None:
        actors |= {finding.found_by, finding.reported_by, finding.verified_by}
    return frozenset(actor for actor in actors if actor is not None)
