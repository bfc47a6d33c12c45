"""Health events: B-a … B-e, what may be reported and ended."""

from datetime import date
from typing import get_args

import pytest

from schema.events.rules import INFECTIONS, LABELS, EventKind, Report, has_end, require_end, require_report
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.guidelines.rules import format as guideline_format

TODAY = date(2022, 11, 20)
BEFORE, AFTER = date(2022, 11, 19), date(2022, 11, 21)


def test_b_a_to_b_e_every_kind_the_format_knows_has_a_label() -> None:
    assert set(get_args(guideline_format.EventKind)) == set(EventKind) == set(LABELS)
    assert {kind for kind in EventKind if not has_end(kind)} == INFECTIONS


@pytest.mark.parametrize("kind", list(EventKind))
def test_b_a_to_b_e_reports_of_today_and_before_are_taken(kind: EventKind) -> None:
    require_report(Report(kind, TODAY, TODAY), TODAY)
    require_report(Report(kind, BEFORE, TODAY, kind in INFECTIONS, "疾控", "CQ-1"), TODAY)


@pytest.mark.parametrize(
    ("report", "refused"),
    [
        (Report("flood", TODAY, TODAY), [(ErrorCode.INVALID_INPUT, "kind")]),
        (Report("case", TODAY, AFTER), [(ErrorCode.EVENT_IN_FUTURE, "reportedOn")]),
        (
            Report("case", AFTER, AFTER),
            [(ErrorCode.EVENT_IN_FUTURE, "occurredOn"), (ErrorCode.EVENT_IN_FUTURE, "reportedOn")],
        ),
        (Report("case", TODAY, BEFORE), [(ErrorCode.INVALID_INPUT, "reportedOn")]),
        (Report("risk_zone", TODAY, TODAY, True), [(ErrorCode.INVALID_INPUT, "inCentralQuarantine")]),
        (Report("case", TODAY, TODAY, control="home"), [(ErrorCode.INVALID_INPUT, "control")]),
        (Report("risk_zone", TODAY, TODAY, control="central"), [(ErrorCode.INVALID_INPUT, "control")]),
        (Report("close_contact", TODAY, TODAY, True, control="home"), [(ErrorCode.INVALID_INPUT, "control")]),
        (Report("case", TODAY, TODAY, source=""), [(ErrorCode.INVALID_INPUT, "source")]),
        (Report("case", TODAY, TODAY, external_id=" "), [(ErrorCode.INVALID_INPUT, "externalId")]),
        (Report("case", TODAY, TODAY, external_id="9" * 101), [(ErrorCode.TEXT_TOO_LONG, "externalId")]),
    ],
)
def test_b_a_to_b_e_impossible_reports_are_refused(
    report: Report, refused: list[tuple[ErrorCode, str]]
) -> None:
    with pytest.raises(DomainErrors) as refusal:
        require_report(report, TODAY)
    assert [(error.code, error.field[0]) for error in refusal.value.errors] == refused


@pytest.mark.parametrize("control", ["central", "home", "monitored"])
def test_b_b_people_who_are_watched_may_be_under_any_control(control: str) -> None:
    for kind in ("close_contact", "key_area_returnee", "suspected", "fever"):
        require_report(Report(kind, TODAY, TODAY, control=control), TODAY)
    require_report(Report("case", TODAY, TODAY, True, control="central"), TODAY)


def test_question_2_states_end_once_between_their_beginning_and_today() -> None:
    require_end("close_contact", BEFORE, None, end=BEFORE, today=TODAY)
    require_end("risk_zone", BEFORE, None, end=TODAY, today=TODAY)
    refused = [
        ("close_contact", BEFORE, TODAY, TODAY, ErrorCode.EVENT_CLOSED),
        ("case", BEFORE, None, TODAY, ErrorCode.INVALID_INPUT),
        ("close_contact", TODAY, None, BEFORE, ErrorCode.INVALID_INPUT),
        ("close_contact", TODAY, None, AFTER, ErrorCode.EVENT_IN_FUTURE),
    ]
    for kind, occurred_on, ended_on, end, code in refused:
        with pytest.raises(DomainError) as refusal:
            require_end(kind, occurred_on, ended_on, end=end, today=TODAY)
        assert refusal.value.code is code
