"""Which processes of a guideline run in batches, and how."""

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import BatchSettings, Guideline


def settings_in(guideline: Guideline, process: str) -> BatchSettings:
    """Find how the batches of a process run; refuse one the guideline does not run in batches."""
    found = next((each.batches for each in guideline.processes if each.id == process), None)
    if found is None:
        raise DomainError(ErrorCode.INVALID_INPUT, "现行方案中没有按批次受理的此项流程。", field=("process",))
    return found
