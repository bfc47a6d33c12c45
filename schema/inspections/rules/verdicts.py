"""What the inspectors' sheets come to: where they part too far, the leader settles; then the points decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import ScoreSheet, Section
from schema.inspections.rules.sheets import Score, SheetLine, check_scores, sheet_total

Sheet = Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A line that did not get its maximum, and why."""

    line: SheetLine
    points: Fraction
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The points of an inspection against the pass mark, where points were lost, which sections are short."""

    points: Fraction
    pass_mark: int
    shortfalls: tuple[Shortfall, ...]
    short_sections: tuple[Section, ...] = ()

    @property
    def suffices(self) -> bool:
        """Tell whether the points reach the pass mark and each section its own minimum."""
        return self.points >= self.pass_mark and not self.short_sections


def divergence(sheets: Sequence[Sheet]) -> int:
    """Tell how many points the totals of complete sheets lie apart."""
    totals = [sheet_total(sheet) for sheet in sheets]
    return max(totals, default=0) - min(totals, default=0)


def differing_lines(lines: Sequence[SheetLine], sheets: Sequence[Sheet]) -> tuple[SheetLine, ...]:
    """List the lines on which complete sheets do not agree."""
    return tuple(line for line in lines if len({sheet[line.id].points for sheet in sheets}) > 1)


def check_settlement(
    lines: Sequence[SheetLine], sheets: Sequence[Sheet], allowed: int, settled: Sequence[Score]
) -> list[DomainError]:
    """List what is wrong with what the team's leader settles.

    Above the `allowed` divergence each line in dispute is settled, with a reason, between the points given;
    within it there is nothing to settle and the mean counts.
    """
    apart = divergence(sheets)
    if apart <= allowed:
        if not settled:
            return []
        return [DomainError(ErrorCode.INVALID_INPUT, "分差在允许范围内，无须核定。", field=("settlement",))]
    disputed = differing_lines(lines, sheets)
    found = check_scores(disputed, settled, "settlement")
    given = {score.item for score in settled}
    missing = [line.id for line in disputed if line.id not in given]
    if missing:
        found.append(
            DomainError(
                ErrorCode.DIVERGENCE_UNSETTLED,
                f"检查人员总分相差 {apart} 分，超过 {allowed} 分；待核定：{'、'.join(missing)}。",
                field=("settlement",),
                details={"divergence": apart, "allowed": allowed, "missing": len(missing)},
            )
        )
    for index, score in enumerate(settled):
        found.extend(_settlement_faults(sheets, score, ("settlement", str(index))))
    return found


def _settlement_faults(sheets: Sequence[Sheet], score: Score, field: tuple[str, ...]) -> list[DomainError]:
    points = [sheet[score.item].points for sheet in sheets if score.item in sheet]
    found = []
    if points and not min(points) <= score.points <= max(points):
        found.append(
            DomainError(
                ErrorCode.SCORE_OUT_OF_RANGE,
                f"核定分须在检查人员所给的 {min(points)} 至 {max(points)} 分之间。",
                field=(*field, "points"),
                details={"minimum": min(points), "maximum": max(points)},
            )
        )
    if not (score.reason or "").strip():
        found.append(
            DomainError(ErrorCode.SCORE_REASON_REQUIRED, "核定须写明理由。", field=(*field, "reason"))
        )
    return found


def reach_verdict(
    form: ScoreSheet,
    lines: Sequence[SheetLine],
    sheets: Sequence[Sheet],
    settled: Sequence[Score] = (),
    deducted: Fraction = Fraction(),
) -> Verdict:
    """Weigh complete sheets: what was settled counts as settled, all else as the mean of the inspectors.

    `deducted` are the points that the guideline's deductions take off the total.
    """
    decided = {score.item: score for score in settled}
    points = {line.id: _points_of(line, sheets, decided) for line in lines}
    return Verdict(
        points=max(Fraction(), sum(points.values(), Fraction()) - deducted),
        pass_mark=form.pass_mark,
        shortfalls=tuple(
            Shortfall(line, points[line.id], _reasons_of(line, sheets, decided))
            for line in lines
            if points[line.id] < line.maximum
        ),
        short_sections=tuple(
            section
            for section in form.sections
            if sum(points[line.id] for line in lines if section.id in line.sections) < (section.minimum or 0)
        ),
    )


def _reasons_of(line: SheetLine, sheets: Sequence[Sheet], decided: Mapping[str, Score]) -> tuple[str, ...]:
    said = [sheet[line.id].reason for sheet in sheets]
    if line.id in decided:
        said.append(decided[line.id].reason)
    return tuple(dict.fromkeys(filter(None, said)))


def _points_of(line: SheetLine, sheets: Sequence[Sheet], decided: Mapping[str, Score]) -> Fraction:
    if line.id in decided:
        return Fraction(decided[line.id].points)
    return Fraction(sum(sheet[line.id].points for sheet in sheets), len(sheets))
