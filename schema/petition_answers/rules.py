"""When a name follows the living roll it rests on (open questions 4 and 5)."""

from schema.designations.rules import Change
from schema.guidelines.rules.format import Criterion, PetitionCheck
from schema.petitions.rules import Tally

QUORUM = "quorum"
"""The ground of a name for which too few households sign any more; lifted when enough do again."""


def due_change(criterion: Criterion, answers: Tally, *, down: bool) -> Change | None:
    """Tell what has to happen to a name, if anything; `down` because too few signed."""
    check = criterion.check
    if not isinstance(check, PetitionCheck) or criterion.on_loss == "none":
        return None
    if answers.under(check).complete(check.percent):
        return Change.RESTORED if down else None
    if criterion.on_loss == "revoke":
        return Change.REVOKED
    return None if down else Change.WARNED if criterion.on_loss == "warn" else Change.SUSPENDED
