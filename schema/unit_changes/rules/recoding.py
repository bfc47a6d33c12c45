"""A reform of codes: a table of old and new ones, judged row by row, carried out as a whole or not at all."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from schema.frame.errors import DomainError, ErrorCode
from schema.units.rules import CODE


class Verdict(StrEnum):
    """What a row of a reform would do, or why it cannot."""

    RENAMED = "RENAMED"
    UNKNOWN = "UNKNOWN"
    CLOSED = "CLOSED"
    TAKEN = "TAKEN"
    REPEATED = "REPEATED"
    MALFORMED = "MALFORMED"
    UNCHANGED = "UNCHANGED"


@dataclass(frozen=True, slots=True)
class Recoded:
    """A row: the unit that has the code `before` is to have the code `after`."""

    before: str
    after: str


def judge_codes(
    rows: Sequence[Recoded], open_codes: Collection[str], closed_codes: Collection[str]
) -> list[Verdict]:
    """Judge each row of a reform; `open_codes` and `closed_codes` are those of the rows that units have now.

    A code may be given that another row takes away, so that units may swap theirs, in a circle too. Units that
    closed keep theirs.
    """
    old = Counter(row.before for row in rows)
    new = Counter(row.after for row in rows)
    freed = {row.before for row in rows if row.before in open_codes}
    return [_judge(row, old, new, freed, open_codes, closed_codes) for row in rows]


def _judge(
    row: Recoded,
    old: Counter[str],
    new: Counter[str],
    freed: Collection[str],
    open_codes: Collection[str],
    closed_codes: Collection[str],
) -> Verdict:
    if CODE.fullmatch(row.after) is None:
        return Verdict.MALFORMED
    if row.before in closed_codes:
        return Verdict.CLOSED
    if row.before not in open_codes:
        return Verdict.UNKNOWN
    if old[row.before] > 1 or new[row.after] > 1:
        return Verdict.REPEATED
    if row.after == row.before:
        return Verdict.UNCHANGED
    if row.after in closed_codes or (row.after in open_codes and row.after not in freed):
        return Verdict.TAKEN
    return Verdict.RENAMED


_FAULTS = {
    Verdict.UNKNOWN: (ErrorCode.NOT_FOUND, "before", "没有编码为 {before} 的单元。"),
    Verdict.CLOSED: (ErrorCode.UNIT_CLOSED, "before", "单元 {before} 已撤销或撤并，编码不再更换。"),
    Verdict.TAKEN: (ErrorCode.DUPLICATE_CODE, "after", "编码 {after} 已被占用。"),
    Verdict.REPEATED: (ErrorCode.DUPLICATE_CODE, "after", "编码 {before} 或 {after} 在表中重复。"),
    Verdict.MALFORMED: (
        ErrorCode.INVALID_INPUT,
        "after",
        "编码须为1至32位的字母、数字、下划线或连字符。",
    ),
    Verdict.UNCHANGED: (ErrorCode.INVALID_INPUT, "after", "新旧编码相同，请从表中删去此行。"),
}


def code_faults(rows: Sequence[Recoded], verdicts: Sequence[Verdict]) -> Iterator[DomainError]:
    """Say what is wrong with a reform, row by row."""
    for index, (row, verdict) in enumerate(zip(rows, verdicts, strict=True)):
        if verdict in _FAULTS:
            code, column, text = _FAULTS[verdict]
            message = text.format(before=row.before, after=row.after)
            yield DomainError(code, message, field=("rows", str(index), column))
