"""What stands against declaring a name void, and who does not: the same for a button and for the deed."""

import uuid
from collections.abc import Iterable

from schema.designations.rules import Standing
from schema.designations.tables import Designation, DesignationChange
from schema.frame.errors import DomainError, ErrorCode


def voiding_refusal(name: Designation) -> DomainError | None:
    """Tell why a name cannot be declared void: it is, or nobody gave it by itself; None if it can."""
    if name.status == Standing.VOIDED:
        message = "该命名已撤销，名称自始无效。"
    elif name.origin == "derived":
        message = "派生的称号随下级单元的名称变化，请撤销命名有误的下级单元。"
    else:
        return None
    details = {"standing": name.status, "change": "voided"}
    return DomainError(
        ErrorCode.DESIGNATION_CHANGE_NOT_ALLOWED, message, field=("designation",), details=details
    )


def givers_of(changes: Iterable[DesignationChange]) -> frozenset[uuid.UUID]:
    """List who gave a name, or stood behind who did, and so does not declare it void."""
    given = [change for change in changes if change.change == "named"]
    actors = {change.actor_id for change in given} | {change.on_behalf_of for change in given}
    return frozenset(actor for actor in actors if actor is not None)
