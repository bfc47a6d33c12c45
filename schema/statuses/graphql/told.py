"""Which change of a name tells why it stands as it does."""

from collections.abc import Sequence

from schema.designations.rules import EVALUATION, Cause, Ground, Standing, leading
from schema.designations.tables import Designation, DesignationChange


def told_of(
    name: Designation, standing: Standing, changes: Sequence[DesignationChange]
) -> DesignationChange | None:
    """Find the change that tells why a name stands so: of the grounds that hold, the one `leading` chooses."""
    latest = {change.ground or EVALUATION: change for change in changes if change.change == standing}
    if not standing.held:
        return max(latest.values(), key=lambda change: change.ordinal, default=None)
    keys = name.suspended_for if standing is Standing.SUSPENDED else name.warned_for
    brought = {_ground_of(change): change for key, change in latest.items() if key in keys}
    lead = leading(brought)
    return brought[lead] if lead else None


def _ground_of(change: DesignationChange) -> Ground:
    key, cause = change.ground or EVALUATION, Cause(change.cause)
    return Ground(Standing(change.change), cause, change.clause, change.effective_on, key)
