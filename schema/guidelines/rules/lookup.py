"""What a guideline answers when it is asked about a kind of unit."""

from collections.abc import Sequence

from schema.errors import DomainError, ErrorCode
from schema.guidelines.format import Criterion, Guideline, Process, UnitKind


def unit_kind(guideline: Guideline, kind: str) -> UnitKind:
    """Find a unit kind by id, or refuse with UNKNOWN_KIND."""
    for candidate in guideline.unit_kinds:
        if candidate.id == kind:
            return candidate
    raise DomainError(ErrorCode.UNKNOWN_KIND, "方案中没有该单元类型。", field=("kind",))


def root_kind(guideline: Guideline) -> UnitKind:
    """Find the kind that stands above all others; a guideline that passed `lint` has exactly one."""
    return next(kind for kind in guideline.unit_kinds if not kind.parents)


def allowed_parents(guideline: Guideline, kind: str) -> frozenset[str]:
    """List the kinds a unit of `kind` may stand directly under (B-U4); none for the root."""
    return frozenset(unit_kind(guideline, kind).parents)


def child_kinds(guideline: Guideline, kind: str) -> tuple[str, ...]:
    """List the kinds that may stand directly under a unit of `kind`, in the guideline's order."""
    return tuple(candidate.id for candidate in guideline.unit_kinds if kind in candidate.parents)


def criteria_for(guideline: Guideline, kind: str) -> tuple[Criterion, ...]:
    """List the criteria asked of a unit of `kind`, in the guideline's order; each id occurs once."""
    return tuple(criterion for criterion in guideline.criteria if kind in criterion.applies_to)


def process_for(guideline: Guideline, kind: str) -> Process | None:
    """Find the process by which a unit of `kind` gets its name; None if units of this kind get none."""
    return next((process for process in guideline.processes if kind in process.unit_kinds), None)


def common_kinds(guidelines: Sequence[Guideline]) -> frozenset[str]:
    """List the unit kinds that every one of some guidelines has; none of none."""
    kinds = [frozenset(kind.id for kind in guideline.unit_kinds) for guideline in guidelines]
    return frozenset.intersection(*kinds) if kinds else frozenset()
