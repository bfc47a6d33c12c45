"""What an official may give: points within their bounds, and "does not apply here" only where it may be said."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Criterion, ScoreSheet

SMALLEST = Decimal("0.01")


class GivenScore(Protocol):
    """What an official states of one criterion, as far as it counts in a score sheet."""

    @property
    def met(self) -> bool:
        """Tell whether it is met."""

    @property
    def points(self) -> Decimal | None:
        """Count the points given, or taken off by a deduction."""

    @property
    def applicable(self) -> bool:
        """Tell whether the criterion's condition holds here."""


def check_scoring(
    criterion: Criterion, sheet: ScoreSheet | None, given: GivenScore, field: tuple[str, ...]
) -> Iterator[DomainError]:
    """Tell what is wrong with the points given, and with calling the criterion inapplicable."""
    if not given.applicable and criterion.only_where is None:
        yield DomainError(
            ErrorCode.INVALID_INPUT, "此项没有适用条件，不能填不适用。", field=(*field, "applicable")
        )
    if given.points is None:
        return
    place = (*field, "points")
    if not given.applicable:
        yield DomainError(ErrorCode.INVALID_INPUT, "不适用的项目不填分值。", field=place)
    most = points_at_most(criterion, sheet)
    if most is None:
        yield DomainError(ErrorCode.INVALID_INPUT, "此项不计分，不填分值。", field=place)
    elif not given.points.is_finite() or not 0 <= given.points <= most:
        yield DomainError(
            ErrorCode.SCORE_OUT_OF_RANGE, f"分值须在0至{most}之间。", field=place, details={"maximum": most}
        )
    elif _is_no_multiple(criterion, given.points):
        yield _no_multiple(criterion, most, place)
    elif given.points % SMALLEST:
        yield DomainError(ErrorCode.INVALID_INPUT, "分值最多两位小数。", field=place)


def _is_no_multiple(criterion: Criterion, points: Decimal) -> bool:
    """Tell whether points taken off are those of no whole number of occurrences, nor the most there are."""
    score = criterion.score
    if score is None or score.per_occurrence is None or points == score.maximum:
        return False
    return bool(points % score.per_occurrence)


def _no_multiple(criterion: Criterion, most: int, place: tuple[str, ...]) -> DomainError:
    each = (criterion.score.per_occurrence if criterion.score is not None else None) or 1
    message = f"此项每次扣{each}分，分值须为其整数倍，或扣满{most}分。"
    return DomainError(ErrorCode.INVALID_INPUT, message, field=place, details={"perOccurrence": each})


def points_at_most(criterion: Criterion, sheet: ScoreSheet | None) -> int | None:
    """Tell the most points that can be given for a criterion: its own maximum, else its section's."""
    if criterion.score is None or sheet is None or criterion.score.kind == "veto":
        return None
    if criterion.score.maximum is not None:
        return criterion.score.maximum
    section = criterion.score.section
    return next((each.maximum for each in sheet.sections if each.id == section), None)
