"""What an entry on routine work must say."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import text_fault
from schema.guidelines.rules.format import LOG_KINDS

TEST_ROUND = "test_round"
NOTE_LIMIT = 200
PEOPLE_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A piece of routine work as reported; a test round says how many people were due and tested."""

    kind: str
    performed_on: date
    people_due: int | None = None
    people_tested: int | None = None
    note: str | None = None


def people_due(given: int | None, present: int) -> int | None:
    """Tell how many are due of a test round: all who lived there that day, or more where more were given (B-i).

    Of a unit without a roster only who reports the round knows; a number that is none is left to be refused.
    """
    if present == 0 or (given is not None and given <= 0):
        return given
    return max(given or 0, present)


def check_log(entry: LogEntry, today: date, kinds: Collection[str] = LOG_KINDS) -> None:
    """Refuse a log entry of a kind not among `kinds`, of the future, or with the wrong figures (B-i, B-m, B-n)."""
    faults = [*_log_faults(entry, today, kinds), *_people_faults(entry)]
    if faults:
        raise DomainErrors(faults)


def _log_faults(entry: LogEntry, today: date, kinds: Collection[str]) -> Iterator[DomainError]:
    if entry.kind not in kinds:
        yield DomainError(ErrorCode.INVALID_INPUT, "没有这种工作记录。", field=("kind",))
    if entry.performed_on > today:
        yield DomainError(ErrorCode.EVENT_IN_FUTURE, "工作日期不得晚于今天。", field=("performedOn",))
    if fault := text_fault(entry.note, field=("note",), label="备注", maximum=NOTE_LIMIT, required=False):
        yield fault


def _people_faults(entry: LogEntry) -> Iterator[DomainError]:
    """A test round needs both figures, with tested among due; other work has neither."""
    figures = {"peopleDue": entry.people_due, "peopleTested": entry.people_tested}
    if entry.kind != TEST_ROUND:
        for column, figure in figures.items():
            if figure is not None:
                yield DomainError(ErrorCode.INVALID_INPUT, "只有核酸检测填写人数。", field=(column,))
        return
    for column, figure in figures.items():
        if figure is None or not 0 <= figure <= PEOPLE_LIMIT:
            yield DomainError(ErrorCode.INVALID_INPUT, "核酸检测须填写应检和实检人数。", field=(column,))
    if entry.people_due == 0:
        yield DomainError(ErrorCode.INVALID_INPUT, "应检人数须大于零。", field=("peopleDue",))
    due, tested = entry.people_due, entry.people_tested
    if due is not None and tested is not None and tested > due:
        yield DomainError(ErrorCode.INVALID_INPUT, "实检人数不得多于应检人数。", field=("peopleTested",))
