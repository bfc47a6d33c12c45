"""What a recorded figure must say: known, within its bounds, of a period that is over, from a source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import text_fault
from schema.guidelines.rules.format import Figure

PEOPLE_LIMIT = 100_000_000
SOURCE_LIMIT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureEntry:
    """A figure as reported: `numerator` of those of `denominator` that are not `excluded`."""

    figure: str
    numerator: int
    denominator: int
    period_from: date
    period_until: date
    source: str
    excluded: int = 0


def counts_residents(entry: FigureEntry, known: Sequence[Figure]) -> bool:
    """Tell whether a figure is a share of those who live in its unit."""
    return any(each.id == entry.figure and each.counts == "residents" for each in known)


def check_figure(entry: FigureEntry, known: Sequence[Figure], today: date, residents: int = 0) -> None:
    """Refuse an unknown figure, impossible numbers, and a period of the future; all faults at once.

    `residents` is how many its denominator has at least: who lived there on the last day of the period, of a figure
    that counts residents (T-3.3a, open question 19).
    """
    faults = [*_figure_faults(entry, known), *_number_faults(entry), *_period_faults(entry, today)]
    if 1 <= entry.denominator < residents:
        faults.append(
            DomainError(
                ErrorCode.INVALID_INPUT,
                f"截止日名册上有{residents}名居住人员，分母不得少于此数。",
                field=("denominator",),
                details={"minimum": residents},
            )
        )
    if fault := text_fault(
        entry.source, field=("source",), label="数据来源", maximum=SOURCE_LIMIT, lines=False
    ):
        faults.append(fault)
    if faults:
        raise DomainErrors(faults)


def _figure_faults(entry: FigureEntry, known: Sequence[Figure]) -> Iterator[DomainError]:
    figure = next((each for each in known if each.id == entry.figure), None)
    if figure is None:
        yield _invalid("现行方案没有这种比例。", "figure")
    elif entry.excluded and figure.excludes is None:
        yield _invalid("该比例的分母没有可以不计入的人员。", "excluded")


def _number_faults(entry: FigureEntry) -> Iterator[DomainError]:
    if not 1 <= entry.denominator <= PEOPLE_LIMIT:
        yield _invalid(f"分母须在1至{PEOPLE_LIMIT}之间。", "denominator")
    elif not 0 <= entry.excluded < entry.denominator:
        yield _invalid("不计入的人数须少于分母。", "excluded")
    elif not 0 <= entry.numerator <= entry.denominator - entry.excluded:
        yield _invalid("分子不得多于计入的分母。", "numerator")


def _period_faults(entry: FigureEntry, today: date) -> Iterator[DomainError]:
    if entry.period_until > today:
        yield DomainError(ErrorCode.EVENT_IN_FUTURE, "统计截止日期不得晚于今天。", field=("periodUntil",))
    if entry.period_from > entry.period_until:
        yield _invalid("统计起始日期不得晚于截止日期。", "periodFrom")


def _invalid(message: str, column: str) -> DomainError:
    return DomainError(ErrorCode.INVALID_INPUT, message, field=(column,))
