"""What a log entry must say, and how many are due of a test round (B-i, B-m, B-n)."""

from datetime import date

import pytest

from schema.frame.errors import DomainErrors, ErrorCode
from schema.unit_logs.rules import LogEntry, check_log, people_due

TODAY = date(2022, 11, 20)


@pytest.mark.parametrize(
    "entry",
    [
        LogEntry("disinfection", TODAY, note="楼道、电梯"),
        LogEntry("waste_clearance", date(2022, 11, 1)),
        LogEntry("test_round", TODAY, people_due=100, people_tested=0),
        LogEntry("test_round", TODAY, people_due=100, people_tested=100),
    ],
)
def test_b_i_b_m_b_n_log_entries_are_accepted(entry: LogEntry) -> None:
    check_log(entry, TODAY)


@pytest.mark.parametrize(
    ("entry", "refused"),
    [
        (LogEntry("party", TODAY), [(ErrorCode.INVALID_INPUT, "kind")]),
        (LogEntry("disinfection", date(2022, 11, 21)), [(ErrorCode.EVENT_IN_FUTURE, "performedOn")]),
        (LogEntry("disinfection", TODAY, people_due=3), [(ErrorCode.INVALID_INPUT, "peopleDue")]),
        (LogEntry("disinfection", TODAY, note="长" * 201), [(ErrorCode.TEXT_TOO_LONG, "note")]),
        (
            LogEntry("test_round", TODAY),
            [(ErrorCode.INVALID_INPUT, "peopleDue"), (ErrorCode.INVALID_INPUT, "peopleTested")],
        ),
        (LogEntry("test_round", TODAY, 0, 0), [(ErrorCode.INVALID_INPUT, "peopleDue")]),
        (LogEntry("test_round", TODAY, 5, 6), [(ErrorCode.INVALID_INPUT, "peopleTested")]),
        (LogEntry("test_round", TODAY, 5, -1), [(ErrorCode.INVALID_INPUT, "peopleTested")]),
    ],
)
def test_b_i_bad_log_entries_are_refused(entry: LogEntry, refused: list[tuple[ErrorCode, str]]) -> None:
    with pytest.raises(DomainErrors) as refusal:
        check_log(entry, TODAY)
    assert [(error.code, error.field[0]) for error in refusal.value.errors] == refused


@pytest.mark.parametrize(
    ("given", "present", "due"),
    [
        (None, 19, 19),
        (1, 19, 19),
        (19, 19, 19),
        (25, 19, 25),
        (7, 0, 7),
        (None, 0, None),
        (0, 19, 0),
        (-1, 19, -1),
    ],
)
def test_b_i_all_who_live_there_are_due(given: int | None, present: int, due: int | None) -> None:
    """B-i: fewer than the roster never; more where more are due; a number that is none is left to be refused."""
    assert people_due(given, present) == due
