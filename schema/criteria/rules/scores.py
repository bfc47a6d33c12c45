"""Score sheets: points by criterion and section, what voids them, and whether they suffice.

Nothing shown earns nothing: an item without a valid statement has no points, a deduction nobody looked at is
taken off in full. What is not asked here (risk level, `only_where`) leaves its section, whose points the other
items share; a section of which nothing is asked is granted in full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schema.criteria.rules.facts import UnitFacts
from schema.criteria.rules.findings import Finding
from schema.guidelines.rules.format import Criterion, ScoreSheet, Section


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What a criterion earned of what it may earn; a deduction's `earned` is negative, a veto has no points."""

    criterion: Criterion
    finding: Finding
    maximum: Fraction
    earned: Fraction


@dataclass(frozen=True, slots=True)
class SectionScore:
    """The points of a section with those of its items or parts."""

    section: Section
    earned: Fraction
    items: tuple[ItemScore, ...] = ()
    parts: tuple["SectionScore", ...] = ()

    @property
    def short(self) -> bool:
        """Tell whether the section stays below its own minimum."""
        return self.section.minimum is not None and self.earned < self.section.minimum


@dataclass(frozen=True, slots=True)
class SheetScore:
    """A sheet filled in: points, and what voids them whatever their number."""

    sheet: ScoreSheet
    earned: Fraction
    sections: tuple[SectionScore, ...]

    @property
    def met(self) -> bool:
        """Tell whether the points suffice, no section is short, no hard item open and no veto against it."""
        return self.earned >= self.sheet.pass_mark and not self.short and not self.void

    @property
    def leaves(self) -> tuple[SectionScore, ...]:
        """List the sections that hold items."""
        return tuple(leaf for section in self.sections for leaf in (section.parts or (section,)))

    @property
    def short(self) -> tuple[SectionScore, ...]:
        """List the sections, and parts of sections, below their own minimum."""
        every = (each for section in self.sections for each in (section, *section.parts))
        return tuple(section for section in every if section.short)

    @property
    def void(self) -> tuple[ItemScore, ...]:
        """List the vetoes and hard items that are asked and not met."""
        return tuple(
            item
            for leaf in self.leaves
            for item in leaf.items
            if _is_void(item.criterion) and item.finding.outcome in {"not_met", "not_attested"}
        )


def fill_sheet(
    sheet: ScoreSheet, criteria: Sequence[Criterion], findings: Sequence[Finding], facts: UnitFacts
) -> SheetScore:
    """Fill in a score sheet from what was found; `findings` belong to `criteria` in the same order."""
    scored: dict[str, list[tuple[Criterion, Finding]]] = {}
    for criterion, finding in zip(criteria, findings, strict=True):
        if criterion.score is not None:
            scored.setdefault(criterion.score.section, []).append((criterion, finding))
    tops = []
    for top in (section for section in sheet.sections if section.parent is None):
        parts = tuple(
            _fill(part, scored.get(part.id, []), facts) for part in sheet.sections if part.parent == top.id
        )
        if parts:
            tops.append(SectionScore(top, sum((part.earned for part in parts), Fraction()), parts=parts))
        else:
            tops.append(_fill(top, scored.get(top.id, []), facts))
    return SheetScore(sheet, sum((top.earned for top in tops), Fraction()), tuple(tops))


def _fill(section: Section, scored: Sequence[tuple[Criterion, Finding]], facts: UnitFacts) -> SectionScore:
    items = [pair for pair in scored if kind_of(pair[0]) == "item"]
    asked = [pair for pair in items if pair[1].outcome != "not_asked"]
    maxima = _maxima(section, asked)
    by_points = _scored_by_people(asked, facts)
    filled = []
    for criterion, finding in scored:
        maximum = maxima.get(criterion.id, Fraction())
        match kind_of(criterion):
            case "deduction":
                taken = _taken(criterion, finding, facts)
                filled.append(ItemScore(criterion, finding, Fraction(), -taken))
            case "item" if criterion.id in maxima:
                earned = _earned(criterion, finding, maximum, section, facts, by_points=by_points)
                filled.append(ItemScore(criterion, finding, maximum, earned))
            case _:
                filled.append(ItemScore(criterion, finding, Fraction(), Fraction()))
    granted = Fraction() if asked else Fraction(section.maximum)
    total = granted + sum((item.earned for item in filled if item.earned > 0), Fraction())
    off = sum((item.earned for item in filled if item.earned < 0), Fraction())
    earned = max(Fraction(), min(total, Fraction(section.maximum)) + off)
    return SectionScore(section, earned, tuple(filled))


def _maxima(section: Section, asked: Sequence[tuple[Criterion, Finding]]) -> dict[str, Fraction]:
    """Share the section's points among the items asked: by their maxima, or equally where there are none."""
    weights = {criterion.id: _maximum(criterion) or 1 for criterion, _ in asked}
    total = sum(weights.values())
    return {name: Fraction(section.maximum * weight, total) for name, weight in weights.items()}


def _scored_by_people(asked: Sequence[tuple[Criterion, Finding]], facts: UnitFacts) -> bool:
    """Tell whether every item a person attests has points: until then an undivided section counts shares."""
    attested = [criterion.id for criterion, _ in asked if criterion.attest is not None]
    return bool(attested) and all(_points(name, facts) is not None for name in attested)


def _earned(
    criterion: Criterion,
    finding: Finding,
    maximum: Fraction,
    section: Section,
    facts: UnitFacts,
    *,
    by_points: bool,
) -> Fraction:
    """Count an item: what a machine refutes or nobody attests earns nothing; points given beat yes and no."""
    if finding.machine is False or finding.outcome == "not_attested":
        return Fraction()
    points = _points(criterion.id, facts)
    own = _maximum(criterion)
    if points is not None and own is not None:
        return min(Fraction(points), Fraction(own)) * maximum / own
    if points is not None and by_points:
        return min(Fraction(points), Fraction(section.maximum))
    return maximum if finding.outcome == "met" else Fraction()


def _taken(criterion: Criterion, finding: Finding, facts: UnitFacts) -> Fraction:
    if finding.outcome in {"met", "not_asked"}:
        return Fraction()
    most = Fraction(_maximum(criterion) or 0)
    each = criterion.score.per_occurrence if criterion.score is not None else None
    if finding.machine is False:
        counted = each is not None and finding.occurrences is not None
        return min(most, Fraction((each or 0) * (finding.occurrences or 0))) if counted else most
    points = _points(criterion.id, facts)
    if points is None or finding.outcome == "not_attested":
        return most
    return min(Fraction(points), most)


def _points(criterion_id: str, facts: UnitFacts) -> Fraction | None:
    said = facts.attestations.get(criterion_id)
    if said is None or said.points is None or said.outdated:
        return None
    return Fraction(said.points)


def kind_of(criterion: Criterion) -> str:
    """Tell whether a criterion is an item of the sheet, a deduction or a veto."""
    return criterion.score.kind if criterion.score is not None else "item"


def _maximum(criterion: Criterion) -> int | None:
    return criterion.score.maximum if criterion.score is not None else None


def _is_void(criterion: Criterion) -> bool:
    return criterion.score is not None and (criterion.score.hard or criterion.score.kind == "veto")


def lacking(score: SheetScore) -> Mapping[str, Fraction]:
    """Tell what each criterion still could earn, by id: what to look at when the points do not suffice."""
    return {
        item.criterion.id: item.maximum - item.earned
        for leaf in score.leaves
        for item in leaf.items
        if item.earned < item.maximum or item.earned < 0
    }
