"""What a guideline answers when it is asked about a kind of unit."""

from collections.abc import Sequence

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import (
    Criterion,
    Guideline,
    Process,
    Step,
    Tier,
    UnitKind,
    Validity,
)


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


def criteria_for(guideline: Guideline, kind: str, tier: str | None = None) -> tuple[Criterion, ...]:
    """List the criteria asked of a unit of `kind`, in the guideline's order; each id occurs once.

    Of who applies for a tier its criteria are asked besides all others.
    """
    return tuple(
        criterion
        for criterion in guideline.criteria
        if kind in criterion.applies_to and criterion.tier in {None, tier}
    )


def process_for(guideline: Guideline, kind: str, tier: str | None = None) -> Process | None:
    """Find the process by which a unit of `kind` gets its name, or a tier; None if units of this kind get none."""
    return next((each for each in guideline.processes if kind in each.unit_kinds and each.tier == tier), None)


def titled_kinds(guideline: Guideline) -> tuple[str, ...]:
    """List the kinds that can bear a title, applied for or derived, in the guideline's order."""
    derived = {rule.unit_kind for rule in guideline.derived_titles}
    return tuple(kind.id for kind in guideline.unit_kinds if kind.title is not None or kind.id in derived)


def tier_for(guideline: Guideline, kind: str, tier: str) -> Tier | None:
    """Find a tier units of `kind` can have."""
    return next((each for each in guideline.tiers if each.id == tier and kind in each.unit_kinds), None)


def validity_for(guideline: Guideline, kind: str) -> Validity | None:
    """Find how long the name of a unit of `kind` holds; None: until it is lost."""
    return next((each for each in guideline.validity if kind in each.unit_kinds), None)


def common_kinds(guidelines: Sequence[Guideline]) -> frozenset[str]:
    """List the unit kinds that every one of some guidelines has; none of none."""
    kinds = [frozenset(kind.id for kind in guideline.unit_kinds) for guideline in guidelines]
    return frozenset.intersection(*kinds) if kinds else frozenset()


def find_step(process: Process, step: str | None) -> Step | None:
    """Find a step of the process; drafts and closed applications stand at none."""
    return next((candidate for candidate in process.steps if candidate.id == step), None)
