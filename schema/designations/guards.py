"""What stands against deeds on a name, each reason as data: the same for a button and for the deed."""

from datetime import date

from schema.designations.rules import HELD, Plaque, Standing, require_plaque
from schema.designations.tables import Designation
from schema.frame.errors import DomainError, ErrorCode


def not_held(designation: Designation) -> DomainError | None:
    """Tell why nothing is issued for a name: it is not borne any more; None if it is."""
    if designation.status in HELD:
        return None
    return DomainError(ErrorCode.NOT_TITLED, "该名称已失效，不再发证。", field=("designation",))


def plaque_refusal(designation: Designation, what: Plaque, on: date, today: date) -> DomainError | None:
    """Tell why something cannot have happened to the plaque of a name on a day; None if it can."""
    try:
        require_plaque(
            what,
            on,
            standing=Standing(designation.status),
            named_on=designation.named_on,
            issued_on=designation.plaque_issued_on,
            returned_on=designation.plaque_returned_on,
            today=today,
        )
    except DomainError as refusal:
        return refusal
    return None
