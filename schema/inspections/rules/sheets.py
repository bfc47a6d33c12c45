"""The score sheet an inspector fills in: its lines, and what may stand in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import text_fault
from schema.guidelines.rules.format import Criterion, Guideline, Section

REASON_LIMIT = 300


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet: a criterion, or a whole section whose points the guideline does not divide.

    `covers` lists the criteria it stands for, `sections` the section it is in and the one above.
    """

    id: str
    title: str
    maximum: int
    sections: tuple[str, ...]
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The points an inspector gives on a line, with the reason where they are not the maximum."""

    item: str
    points: int
    reason: str | None = None


def sheet_lines(guideline: Guideline, kind: str) -> tuple[SheetLine, ...]:
    """List the lines for a unit of this kind, in the order of the guideline's sections; none without a sheet.

    A section is divided only if each of its criteria has points of its own and none is asked conditionally:
    the points of what is not asked here would be nobody's.
    """
    if guideline.score_sheet is None:
        return ()
    lines: list[SheetLine] = []
    for section in guideline.score_sheet.sections:
        scored = [
            criterion
            for criterion in guideline.criteria
            if criterion.score is not None
            and criterion.score.kind == "item"
            and criterion.score.section == section.id
            and kind in criterion.applies_to
        ]
        lines.extend(_lines_of(section, scored) if scored else ())
    return tuple(lines)


def _lines_of(section: Section, scored: Sequence[Criterion]) -> Iterable[SheetLine]:
    inside = (section.id,) if section.parent is None else (section.id, section.parent)
    points = [criterion.score.maximum for criterion in scored if criterion.score is not None]
    conditional = any(criterion.risk_levels or criterion.only_where for criterion in scored)
    if conditional or any(point is None for point in points) or sum(filter(None, points)) != section.maximum:
        covered = tuple(criterion.id for criterion in scored)
        return [SheetLine(section.id, section.title, section.maximum, inside, covered)]
    return [
        SheetLine(criterion.id, criterion.title, maximum, inside, (criterion.id,))
        for criterion, maximum in zip(scored, points, strict=True)
        if maximum is not None
    ]


def check_scores(lines: Sequence[SheetLine], scores: Sequence[Score], name: str) -> list[DomainError]:
    """List what is wrong with scores given in the input list `name`: line, range, reason below the maximum."""
    known = {line.id: line for line in lines}
    found: list[DomainError] = []
    seen: set[str] = set()
    for index, score in enumerate(scores):
        field = (name, str(index))
        line = known.get(score.item)
        if line is None or score.item in seen:
            found.append(
                DomainError(
                    ErrorCode.UNKNOWN_ITEM,
                    f"{score.item[:20]} 不是评分表的项目，或列了两次。",
                    field=(*field, "item"),
                )
            )
            continue
        seen.add(score.item)
        found.extend(_faults_of(line, score, field))
    return found


def _faults_of(line: SheetLine, score: Score, field: tuple[str, ...]) -> Iterable[DomainError]:
    if not 0 <= score.points <= line.maximum:
        yield DomainError(
            ErrorCode.SCORE_OUT_OF_RANGE,
            f"{line.title}满分 {line.maximum} 分。",
            field=(*field, "points"),
            details={"maximum": line.maximum},
        )
    elif score.points < line.maximum and not (score.reason or "").strip():
        yield DomainError(
            ErrorCode.SCORE_REASON_REQUIRED, f"{line.title}未给满分，须写明理由。", field=(*field, "reason")
        )
    fault = text_fault(
        score.reason, field=(*field, "reason"), label="理由", maximum=REASON_LIMIT, required=False
    )
    if fault is not None:
        yield fault


def sheet_total(scores: Mapping[str, Score]) -> int:
    """Add up the points given so far."""
    return sum(score.points for score in scores.values())


def missing_lines(lines: Sequence[SheetLine], scores: Mapping[str, Score]) -> tuple[SheetLine, ...]:
    """List the lines without points yet."""
    return tuple(line for line in lines if line.id not in scores)
